"""`mlkt init`: a commented configuration and an example of the environment."""

from pathlib import Path

from mlkt.errors import ConfigError

_CONFIG = """\
# mlkt run FILE --config mlkt.yaml --out DIR
# Values stand above mlkt's defaults; the environment (.env) and flags stand above this file.
# Keys of servers belong into .env, not here.

lang: kn              # BCP 47 code of the documents
strategy: pivot       # pivot: translate, work in `pivot`, translate back; native: work in `lang`
pivot: en

models:               # any OpenAI-compatible server; critic and translator default to the teacher
  # teacher: {base_url: http://127.0.0.1:8000/v1, name: Qwen/Qwen3-8B, thinking: true}
  # critic: {base_url: http://127.0.0.1:8001/v1, name: google/gemma-3-27b-it, timeout_s: 300}
  # second_critic: {base_url: http://127.0.0.1:8003/v1, name: Qwen/Qwen3-32B}   # judges as well
  # translator: {base_url: http://127.0.0.1:8002/v1, name: google/gemma-3-27b-it, max_retries: 5}

# `thinking` (true or false) switches a reasoning model; `profile` says how its replies mark their
# reasoning (a family such as qwen3 or gpt-oss; found by the model's name where it is not given).

tasks: []             # with recipe tasks: instructions of your own, a prompt file each
seeds: []             # examples that the questions take after: [qna.kn.yaml]

memory: []            # translation memories, beside this file: [terms.tmx, corrected.tmx]

translation:          # engines beside the chat model, and which pair asks which in what order
  # engines: {nllb: {kind: nmt, path: models/nllb-200-distilled-600M-ct2, profile: nllb}}
  # routes: {"kn>en": [nllb, chat], "*": [chat]}   # chat: the translator's model
  # glossary: [terms.csv]           # a column a language: kn,en
  # keep: [names.txt]               # terms that stay as they are, one a line

steps:                # each: temperature, top_p, top_k, max_tokens, prompt (a file), prompt_lang
  # translate: {max_tokens: 2048}
  # summary_detailed: {temperature: 0.7}
  # qa: {temperature: 0.7, n_pairs: 8}
  # answer: {thinking: true}        # switches a reasoning model for this step alone
  # faithfulness: {prompt: my_faithfulness.md}

# chain: mypackage.mymodule:factory   # called like mlkt.chains.knowledge; returns a runnable

passage: {max_chars: 2000}
limits: {requests: 64, passages: 32}  # in flight at a time, over the whole run
durable: false        # true: wait for the disk at each write, so that a power cut loses nothing
"""

_ENV = """\
# Copy to .env. What CRITIC_MODEL_… and TRANSLATOR_MODEL_… leave out is the teacher's; a key goes
# only to the server that it was given for. A second critic judges only where one is named.

# vLLM:  vllm serve Qwen/Qwen3-8B --port 8000
TEACHER_MODEL_BASE_URL=http://127.0.0.1:8000/v1
TEACHER_MODEL_NAME=Qwen/Qwen3-8B
TEACHER_MODEL_API_KEY=

# Ollama:  ollama pull gemma3:12b
# TEACHER_MODEL_BASE_URL=http://127.0.0.1:11434/v1
# TEACHER_MODEL_NAME=gemma3:12b

# LM Studio:  start its local server
# TEACHER_MODEL_BASE_URL=http://127.0.0.1:1234/v1
# TEACHER_MODEL_NAME=google/gemma-3-12b

# llama.cpp:  llama-server -m model.gguf --port 8080
# TEACHER_MODEL_BASE_URL=http://127.0.0.1:8080/v1
# TEACHER_MODEL_NAME=model

# a hosted API
# TEACHER_MODEL_BASE_URL=https://api.example.com/v1
# TEACHER_MODEL_NAME=the-name-it-lists
# TEACHER_MODEL_API_KEY=your-key

# CRITIC_MODEL_BASE_URL=
# CRITIC_MODEL_NAME=
# CRITIC_MODEL_API_KEY=
# SECOND_CRITIC_MODEL_BASE_URL=
# SECOND_CRITIC_MODEL_NAME=
# SECOND_CRITIC_MODEL_API_KEY=
# TRANSLATOR_MODEL_BASE_URL=
# TRANSLATOR_MODEL_NAME=
# TRANSLATOR_MODEL_API_KEY=
"""


def init(folder: Path) -> int:
    """Write `mlkt.yaml` and `.env.example` into `folder`; nothing there is overwritten.

    Raises:
        ConfigError: one of them is there already, or the folder cannot be written to.
    """
    files = {folder / "mlkt.yaml": _CONFIG, folder / ".env.example": _ENV}
    for path in files:
        if path.exists():
            raise ConfigError(
                f"{str(path)!r} is there already: move it away, or name another folder"
            )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in files.items():
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path}")
    except OSError as error:
        raise ConfigError(f"cannot write to {str(folder)!r}: {error.strerror}") from error
    print("next: copy .env.example to .env, name your server in it, then run `mlkt doctor`")
    return 0
