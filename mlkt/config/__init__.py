"""The configuration of a run: defaults, then a YAML file, then the environment, then flags.

    lang: kn
    models:
      teacher: {base_url: http://127.0.0.1:8000/v1, name: Qwen/Qwen3-8B}
    steps:
      qa: {temperature: 0.7, n_pairs: 8}

Values merge key by key; an unknown key is an error that names the nearest known one. What the
critic and the translator leave out is the teacher's. Files that a file names stand beside it. Keys
of servers are best kept in the environment (or `.env`): they never leave this object.
"""

from mlkt.config.load import load_config
from mlkt.config.values import ROLES, Config, Endpoint, EngineSpec, Translation

__all__ = ["ROLES", "Config", "Endpoint", "EngineSpec", "Translation", "load_config"]
