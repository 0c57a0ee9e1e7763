"""The OpenAI chat-completions form: llama.cpp, vLLM, Ollama and most hosted services speak it."""

from typing import Any

import httpx2
import msgspec
import openai

from legation.reader.llm.faults import Fault, Trouble
from legation.reader.llm.settings import Settings
from legation.reader.llm.wire import Answer, Ask, broken, client, parsed, refused, spared

_STOPS = {"length": "length", "content_filter": "declined"}


class _Message(msgspec.Struct):
    content: str | None = None
    refusal: str | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None


class _Usage(msgspec.Struct):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class _Completion(msgspec.Struct):
    choices: list[_Choice]
    usage: _Usage | None = None


class OpenAIForm:
    """Puts questions in this form."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._http = client(settings)
        self._client = openai.OpenAI(
            api_key=settings.key.reveal() if settings.key else "none",
            admin_api_key="",
            base_url=settings.url,
            timeout=settings.timeout,
            max_retries=0,
            http_client=self._http,
        )

    def close(self) -> None:
        """Let go of the line."""
        self._http.close()

    def ask(self, ask: Ask) -> Answer | Trouble:
        """Ask once."""
        given = self._given(ask)
        begun: list[str] = []
        try:
            if self._settings.stream:
                return self._streamed(given, begun)
            raw = self._client.chat.completions.with_raw_response.create(**given)
            return self._read(raw.http_response.content, raw.http_response.headers)
        except openai.APIStatusError as error:
            return refused(error.status_code, error.response.headers, _body(error.response), self._settings)
        except (openai.APIError, httpx2.HTTPError) as error:
            return broken(error, begun=bool(begun))
        except (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError) as error:
            # the library hands over what came without looking at it
            return Trouble(Fault.SCHEMA, f"the endpoint's answer has another form ({type(error).__name__})")

    def _given(self, ask: Ask) -> dict[str, Any]:
        form: dict[str, Any] = {"type": "json_object"}
        if self._settings.output == "schema":
            form = {"type": "json_schema", "json_schema": {"name": ask.name, "strict": True, "schema": ask.schema}}
        body: dict[str, Any] = {
            "temperature": 0,
            "max_tokens": self._settings.max_output,
            "response_format": form,
            **self._settings.extra,
        }
        messages = [{"role": "system", "content": ask.instruction}, {"role": "user", "content": ask.question}]
        # null in LEGATION_LLM_EXTRA takes a field away that an endpoint does not know
        return {
            "model": self._settings.model,
            "messages": messages,
            "extra_body": {name: value for name, value in body.items() if value is not None},
        }

    def _read(self, content: bytes, headers: Any) -> Answer | Trouble:
        found = parsed(content, _Completion)
        if isinstance(found, Trouble):
            return found
        if not found.choices:
            return Trouble(Fault.EMPTY, "the endpoint gave no choice")
        choice, usage = found.choices[0], found.usage or _Usage()
        stop = "declined" if choice.message.refusal else _STOPS.get(choice.finish_reason or "", "end")
        return Answer(choice.message.content or "", stop, usage.prompt_tokens, usage.completion_tokens, spared(headers))

    def _streamed(self, given: dict[str, Any], begun: list[str]) -> Answer | Trouble:
        stop, usage = None, _Usage()
        with self._client.chat.completions.create(
            **given, stream=True, stream_options={"include_usage": True}
        ) as stream:
            headers = stream.response.headers
            for event in stream:
                if event.usage:
                    usage = _Usage(event.usage.prompt_tokens, event.usage.completion_tokens)
                for choice in event.choices or ():
                    begun.append((choice.delta.content if choice.delta else None) or "")
                    stop = choice.finish_reason or stop
        if stop is None:
            return Trouble(Fault.CUT_OFF, "the stream ended before the reply did")
        return Answer(
            "".join(begun), _STOPS.get(stop, "end"), usage.prompt_tokens, usage.completion_tokens, spared(headers)
        )


def _body(response: httpx2.Response) -> str:
    try:
        return response.text
    except httpx2.HTTPError:
        return ""
