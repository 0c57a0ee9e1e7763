"""The Anthropic messages form; the reply comes as the input of a tool that the model is made to call."""

import json
from typing import Any

import anthropic
import httpx2
import msgspec

from legation.reader.llm.faults import Fault, Trouble
from legation.reader.llm.settings import Settings
from legation.reader.llm.wire import Answer, Ask, broken, client, parsed, refused, spared

_STOPS = {"max_tokens": "length", "model_context_window_exceeded": "length", "refusal": "declined"}


class _Block(msgspec.Struct):
    type: str
    text: str | None = None
    input: Any = None


class _Usage(msgspec.Struct):
    input_tokens: int | None = None
    output_tokens: int | None = None


class _Message(msgspec.Struct):
    content: list[_Block]
    stop_reason: str | None = None
    usage: _Usage | None = None


class AnthropicForm:
    """Puts questions in this form."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._http = client(settings)
        key = settings.key.reveal() if settings.key else "none"
        self._client = anthropic.Anthropic(
            api_key=key,
            base_url=settings.url.removesuffix("/v1"),
            timeout=settings.timeout,
            max_retries=0,
            open_telemetry=False,
            http_client=self._http,
            default_headers={"x-api-key": key},  # what endpoints that speak the form of older days look for
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
            raw = self._client.messages.with_raw_response.create(**given)
            return self._read(raw.http_response.content, raw.http_response.headers)
        except anthropic.APIStatusError as error:
            return refused(error.status_code, error.response.headers, _body(error.response), self._settings)
        except (anthropic.APIError, httpx2.HTTPError) as error:
            return broken(error, begun=bool(begun))
        except (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError) as error:
            # the library hands over what came without looking at it
            return Trouble(Fault.SCHEMA, f"the endpoint's answer has another form ({type(error).__name__})")

    def _given(self, ask: Ask) -> dict[str, Any]:
        tool = {"name": ask.name, "description": "Record the claims of the text.", "input_schema": ask.schema}
        body: dict[str, Any] = {
            "tools": [tool],
            "tool_choice": {"type": "tool", "name": ask.name},
            **self._settings.extra,
        }
        return {
            "model": self._settings.model,
            "max_tokens": self._settings.max_output,
            "system": ask.instruction,
            "messages": [{"role": "user", "content": ask.question}],
            "extra_body": {name: value for name, value in body.items() if value is not None},
        }

    def _read(self, content: bytes, headers: Any) -> Answer | Trouble:
        found = parsed(content, _Message)
        if isinstance(found, Trouble):
            return found
        usage = found.usage or _Usage()
        tools = [json.dumps(block.input) for block in found.content if block.type == "tool_use"]
        text = tools[0] if tools else "".join(block.text or "" for block in found.content)
        stop = _STOPS.get(found.stop_reason or "", "end")
        return Answer(text, stop, usage.input_tokens, usage.output_tokens, spared(headers))

    def _streamed(self, given: dict[str, Any], begun: list[str]) -> Answer | Trouble:
        stop: str | None = None
        tokens: dict[str, int | None] = {"in": None, "out": None}
        with self._client.messages.create(**given, stream=True) as stream:
            headers = stream.response.headers
            for event in stream:
                if event.type == "message_start":
                    tokens["in"] = event.message.usage.input_tokens
                elif event.type == "content_block_delta":
                    begun.append(str(getattr(event.delta, "partial_json", None) or getattr(event.delta, "text", "")))
                elif event.type == "message_delta":
                    stop, tokens["out"] = event.delta.stop_reason, event.usage.output_tokens
        if stop is None:
            return Trouble(Fault.CUT_OFF, "the stream ended before the reply did")
        return Answer("".join(begun), _STOPS.get(stop, "end"), tokens["in"], tokens["out"], spared(headers))


def _body(response: httpx2.Response) -> str:
    try:
        return response.text
    except httpx2.HTTPError:
        return ""
