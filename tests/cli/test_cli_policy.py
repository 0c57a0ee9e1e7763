"""The policy of a register on the command line: shown, adopted, and told in `changes` by what it moved."""

from pathlib import Path

from user import ROOT, careful_register, here, holds, lines

DEFAULT = ROOT / "src" / "legation" / "register" / "policies" / "default.toml"


def test_a_policy_is_adopted_and_its_changes_are_told(tmp_path: Path) -> None:
    """`policy FILE` notes it, `changes --since` tells what it moved with the cause `policy`, and `--default` goes back."""
    db, mine = careful_register(tmp_path), tmp_path / "mine.toml"
    text = DEFAULT.read_text("utf-8").replace('name = "default"', 'name = "mine"')
    mine.write_text(text.replace("independent_origins = 2", "independent_origins = 9"), "utf-8")
    (first,) = lines(here("policy", "--json", db=db))
    holds("policy", first)
    assert (first["sequence"], first["policy"], first["shipped"]) == (0, "default/2", True)
    last = max(one["sequence"] for one in lines(here("changes", "--json", db=db)))
    compared = lines(here("changes", "--policies", DEFAULT, mine, "--json", db=db))
    assert here("policy", mine, db=db).returncode == 0
    told = lines(here("changes", "--since", last, "--json", db=db))
    assert {(one["cause"], one["reader"]) for one in told} == {("policy", "mine/2")}
    for one in told:
        holds("changes", one)
    standings = [
        [(one["mission"], one["before"], one["standing"]) for one in some if one["standing"]]
        for some in (told, compared)
    ]
    assert standings[0] == standings[1] != []
    page = here("changes", "--since", last, db=db).stdout
    assert "policy mine/2 in place of default/2" in page
    assert here("policy", "--show", db=db).stdout == mine.read_text("utf-8")
    assert "stands under default/2 now" in here("policy", "--default", db=db).stderr
    assert here("policy", mine, "--default", db=db).returncode == 2
