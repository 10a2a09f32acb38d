"""A translation model that is loaded once, on first use, and shared by all rows and threads.

model = load_nmt(Path("nllb-200-distilled-600M"), profile="nllb")
nmt_engine(model, source_lang="kn", target_lang="en")
nmt_engine(model, source_lang="en", target_lang="kn")

The weights are read by the first sentence that is translated, in a thread of the model's own. A
model can be pickled: the copy loads the weights again in its own process.
"""

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

from mlkt.errors import EngineError, missing_extra, nearest
from mlkt.translate.engines.nmt.collector import Collector, Job, Output
from mlkt.translate.engines.nmt.folder import ModelFolder, read_folder
from mlkt.translate.engines.nmt.profiles import Profile, load_profile

_DEVICES = ("auto", "cpu", "cuda")
_COMPUTE_TYPES = (
    "auto", "default", "int8", "int8_float32", "int8_float16", "int8_bfloat16", "int16", "float16",
    "bfloat16", "float32",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """How a model runs."""

    device: str
    threads: int
    compute_type: str
    max_batch_tokens: int


def load_nmt(
    model: Path,
    *,
    profile: str | Profile,
    device: str = "auto",
    threads: int = 0,
    compute_type: str = "auto",
    max_batch_tokens: int = 1024,
    name: str | None = None,
) -> "NmtModel":
    """Return the model in the folder `model`, converted by CTranslate2; no weights are read yet.

    `profile` names the family (`nllb`, `m2m100`, `indictrans2`, `madlad`, `marian`). `threads` are
    cores, 0 means all that the process may use; each works on a batch of its own of up to
    `max_batch_tokens` source tokens, padding counted. On a GPU some 10,000 are usual. `name` stands
    in the rows, and is the folder's name unless given.

    Raises:
        MissingExtraError: CTranslate2 is not installed.
        EngineError: no such folder, profile, device or compute type; a file is missing.
    """
    _ctranslate2()
    family = load_profile(profile) if isinstance(profile, str) else profile
    settings = Settings(device, threads or _cores(), compute_type, max_batch_tokens)
    _check(settings)
    return NmtModel(read_folder(model, family), family, settings, name or model.resolve().name)


class NmtModel:
    """A model's folder, and its weights once they are needed."""

    def __init__(
        self, folder: ModelFolder, profile: Profile, settings: Settings, name: str
    ) -> None:
        """Take what was read from the folder."""
        self.folder = folder
        self.profile = profile
        self.settings = settings
        self.name = name
        source = _read_pieces(folder.source_pieces)
        is_shared = folder.target_pieces == folder.source_pieces
        self._pieces = source, source if is_shared else _read_pieces(folder.target_pieces)
        self._loading = Lock()
        self._translator: Any = None
        self._collector = Collector(
            self._translate, workers=self._workers, max_batch_tokens=settings.max_batch_tokens
        )

    def __reduce__(self) -> tuple[Any, ...]:
        """Leave the weights behind."""
        return NmtModel, (self.folder, self.profile, self.settings, self.name)

    def submit(self, jobs: Iterable[Job]) -> list["Future[Output]"]:
        """Return a future for each job, in order.

        The futures raise EngineError where the model cannot be loaded or fails.
        """
        return self._collector.submit(jobs)

    def encode(self, text: str) -> list[str]:
        """Return the pieces of a text in the source language."""
        return list(self._pieces[0].encode(text, out_type=str))

    def decode(self, tokens: list[str]) -> str:
        """Return the text that pieces of the target language stand for."""
        if self.profile.output == "join":
            return "".join(tokens).replace("▁", " ").strip()
        return str(self._pieces[1].decode(tokens))

    @property
    def _on_gpu(self) -> bool:
        device = self.settings.device
        return device == "cuda" or (device == "auto" and _ctranslate2().get_cuda_device_count() > 0)

    @property
    def _workers(self) -> int:
        # Batches side by side beat several threads a batch (CTranslate2, docs/performance.md); a
        # GPU works on one, and the second is there when it ends.
        return 2 if self._on_gpu else self.settings.threads

    def _load(self) -> Any:
        with self._loading:
            if self._translator is None:
                parallel = {} if self._on_gpu else {"inter_threads": self.settings.threads}
                try:
                    self._translator = _ctranslate2().Translator(
                        str(self.folder.path),
                        device=self.settings.device,
                        compute_type=self.settings.compute_type,
                        intra_threads=1,
                        **parallel,
                    )
                except (RuntimeError, ValueError) as error:
                    raise EngineError(
                        f"the model {str(self.folder.path)!r} cannot be loaded ({_one_line(error)}"
                        "): convert it again, or choose another device and compute type"
                    ) from error
            return self._translator

    def _translate(self, jobs: Sequence[Job]) -> list[Output]:
        translator = self._load()
        decoding = jobs[0].decoding
        prefixes = [job.prefix for job in jobs]
        try:
            results = translator.translate_batch(
                [job.tokens for job in jobs],
                target_prefix=prefixes if any(prefixes) else None,
                beam_size=decoding.beam_size,
                no_repeat_ngram_size=decoding.no_repeat_ngram_size,
                repetition_penalty=decoding.repetition_penalty,
                max_decoding_length=decoding.max_output_tokens,
                max_input_length=0,  # by default it cuts what is too long, and does not say so
                return_end_token=True,
            )
        except (RuntimeError, ValueError) as error:
            raise EngineError(
                f"the model {self.name!r} failed on {len(jobs)} sentences of up to "
                f"{max(len(job.tokens) for job in jobs)} tokens ({_one_line(error)}): lower "
                "max_tokens and max_output_tokens, or max_batch_tokens where memory is short"
            ) from error
        return [self._output(job, result) for job, result in zip(jobs, results, strict=True)]

    def _output(self, job: Job, result: Any) -> Output:
        tokens: list[str] = result.hypotheses[0]
        is_finished = bool(tokens) and tokens[-1] == self.folder.end_token
        return Output(tokens[len(job.prefix) : -1 if is_finished else None], is_finished)


def _ctranslate2() -> Any:
    try:
        return import_module("ctranslate2")  # it has no types
    except ImportError:
        raise missing_extra("ctranslate2", "nmt") from None


def _read_pieces(file: Path) -> Any:
    from sentencepiece import SentencePieceProcessor

    try:
        return SentencePieceProcessor(model_proto=file.read_bytes())
    except (OSError, RuntimeError) as error:
        raise EngineError(
            f"{str(file)!r} is no sentencepiece model ({_one_line(error)}): copy it from the "
            "original model again"
        ) from None


def _check(settings: Settings) -> None:
    for what, value, known in (
        ("device", settings.device, _DEVICES),
        ("compute_type", settings.compute_type, _COMPUTE_TYPES),
    ):
        if value not in known:
            raise EngineError(f"no {what} {value!r}{nearest(value, known)}; use {', '.join(known)}")
    device = settings.device
    if device == "cuda" and not _ctranslate2().get_cuda_device_count():
        raise EngineError("device 'cuda' is asked for and there is none: use 'cpu' or 'auto'")
    if device == "cpu" and settings.compute_type not in ("auto", "default"):
        able = sorted(_ctranslate2().get_supported_compute_types(device))
        if settings.compute_type not in able:
            raise EngineError(
                f"this processor cannot compute in {settings.compute_type!r}; it can in "
                f"{', '.join(able)}"
            )
    for what, number in (
        ("threads", settings.threads),
        ("max_batch_tokens", settings.max_batch_tokens),
    ):
        if number < 1:
            raise EngineError(f"{what} must be at least 1, not {number!r}")


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
