"""`mlkt demo`: the whole road on a sample article, with no model, no key and no network."""

from pathlib import Path

from mlkt.cli.job import do_job, read_documents
from mlkt.config import load_config
from mlkt.samples import sample


def demo(lang: str, *, think: bool = False, out: Path | None = None) -> int:
    """Run the sample of `lang` with the rule-based teacher and the sample's translation memory.

    A demo of another version in the same folder makes room.

    Raises:
        ConfigError: there is no sample in this language.
    """
    article, memory = sample(lang)
    config = load_config(environ={}, flags={"lang": lang, "memory": [str(memory)]})
    cuts = read_documents([str(article)], config)
    folder = out or Path(f"mlkt-demo-{lang}{'-think' if think else ''}")
    return do_job(cuts, config, folder, think=think, restart=True)
