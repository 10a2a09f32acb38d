import pytest

from mlkt.errors import ConfigError
from mlkt.reply import profile_for, profiles
from mlkt.reply.reasoning.families import FAMILIES
from mlkt.reply.reasoning.profiles import find_profile

# The families an outside table of conformance names.
NAMED = (
    "deepseek-r1 deepseek-v3.1 qwq qwen3 qwen3-thinking nemotron nemotron-3 gpt-oss magistral "
    "granite-3 granite-4 seed-oss exaone-deep exaone-4 hunyuan ernie kimi-vl kimi-k2 glm-4.5 "
    "minimax-m2 minimax-m3 olmo-3 phi-4 command-a gemma apertus hyperclova-x openpangu llama-cpp "
    "reasoning-tags none auto"
)

MODELS = [
    ("deepseek-ai/DeepSeek-R1", "deepseek-r1"),
    ("deepseek-ai/DeepSeek-R1-Distill-Llama-70B", "deepseek-r1"),
    ("deepseek-ai/DeepSeek-R1-0528-Qwen3-8B", "deepseek-r1"),
    ("deepseek-ai/DeepSeek-V3.1-Terminus", "deepseek-v3.1"),
    ("deepseek-ai/DeepSeek-V3.2", "deepseek-v3.1"),
    ("Qwen/QwQ-32B", "qwq"),
    ("Qwen/Qwen3-235B-A22B", "qwen3"),
    ("Qwen/Qwen3-30B-A3B-Instruct-2507", "qwen3"),
    ("Qwen/Qwen3-30B-A3B-Thinking-2507", "qwen3-thinking"),
    ("Qwen/Qwen3-Next-80B-A3B-Thinking", "qwen3-thinking"),
    ("Qwen/Qwen3.5-397B-A17B", "qwen3-thinking"),
    ("nvidia/Llama-3_3-Nemotron-Super-49B-v1_5", "nemotron"),
    ("nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16", "nemotron-3"),
    ("openai/gpt-oss-120b", "gpt-oss"),
    ("gpt-oss:20b", "gpt-oss"),
    ("mistralai/Magistral-Small-2509", "magistral"),
    ("mistralai/Ministral-3-14B-Reasoning-2512", "magistral"),
    ("ibm-granite/granite-3.3-8b-instruct", "granite-3"),
    ("ibm-granite/granite-4.2-h-small", "granite-4"),
    ("ByteDance-Seed/Seed-OSS-36B-Instruct", "seed-oss"),
    ("LGAI-EXAONE/EXAONE-Deep-7.8B", "exaone-deep"),
    ("LGAI-EXAONE/EXAONE-4.0-32B", "exaone-4"),
    ("tencent/Hunyuan-A13B-Instruct", "hunyuan"),
    ("baidu/ERNIE-4.5-21B-A3B-Thinking", "ernie"),
    ("moonshotai/Kimi-VL-A3B-Thinking", "kimi-vl"),
    ("moonshotai/Kimi-Dev-72B", "kimi-vl"),
    ("moonshotai/Kimi-K2-Thinking", "kimi-k2"),
    ("zai-org/GLM-4.5-Air", "glm-4.5"),
    ("zai-org/GLM-4.7", "glm-4.5"),
    ("MiniMaxAI/MiniMax-M2.1", "minimax-m2"),
    ("MiniMaxAI/MiniMax-M3", "minimax-m3"),
    ("allenai/Olmo-3-32B-Think", "olmo-3"),
    ("microsoft/Phi-4-reasoning-plus", "phi-4"),
    ("CohereLabs/command-a-reasoning-08-2025", "command-a"),
    ("google/gemma-4-E2B-it", "gemma"),
    ("swiss-ai/Apertus-70B-Instruct-2509", "apertus"),
    ("naver-hyperclovax/HyperCLOVAX-SEED-Think-14B", "hyperclova-x"),
    ("FreedomIntelligence/openPangu-Embedded-7B", "openpangu"),
    ("some/model-Q4_K_M.gguf", "llama-cpp"),
    # Siblings of families that think: a whole answer without tags is no reasoning cut off.
    ("ibm-granite/granite-4.0-h-small", "auto"),
    ("ibm-granite/granite-4.0-micro", "auto"),
    ("ibm-granite/granite-4.1-8b", "auto"),
    ("granite4:latest", "auto"),
    ("granite3.3:8b", "granite-3"),
    ("granite4.2:8b", "granite-4"),
    ("moonshotai/Kimi-K2-Instruct", "auto"),
    ("moonshotai/Kimi-K2-Instruct-0905", "auto"),
    ("kimi-k2-0711-preview", "auto"),
    ("moonshotai/Kimi-K2.5", "kimi-k2"),
    ("kimi-k2-thinking-turbo", "kimi-k2"),
    ("moonshotai/Kimi-VL-A3B-Instruct", "kimi-vl"),
    ("baidu/ERNIE-4.5-21B-A3B-PT", "auto"),
    ("baidu/ERNIE-4.5-0.3B-PT", "auto"),
    ("ernie-x1-turbo-32k", "ernie"),
    ("CohereForAI/c4ai-command-r-v01", "auto"),
    ("CohereLabs/c4ai-command-a-03-2025", "auto"),
    ("command-a-translate-08-2025", "auto"),
    ("CohereLabs/aya-expanse-8b", "auto"),
    ("MiniMaxAI/MiniMax-Text-01", "auto"),
    ("MiniMaxAI/MiniMax-M1-80k", "minimax-m2"),
    ("deepseek-reasoner", "deepseek-r1"),
    ("deepseek-chat", "auto"),
    ("meta-llama/Llama-3.1-8B-Instruct", "auto"),
    ("extractive", "auto"),
]


def test_every_named_family_has_a_profile() -> None:
    assert set(profiles()) >= set(NAMED.split())
    assert len(profiles()) == len(set(profiles())) == len(FAMILIES) + 1


@pytest.mark.parametrize(("model", "family"), MODELS)
def test_models_find_their_family(model: str, family: str) -> None:
    assert profile_for(model) == family


def test_every_family_that_has_models_is_found_by_one_in_the_table() -> None:
    found = {family for _, family in MODELS}
    assert {profile.name for profile in FAMILIES if profile.models} <= found


def test_a_family_is_found_by_its_own_name() -> None:
    assert all(find_profile(name).name == name for name in profiles())


def test_a_sibling_that_does_not_think_is_a_known_model() -> None:
    assert find_profile("ibm-granite/granite-4.0-h-small") is find_profile("auto")


@pytest.mark.parametrize("name", ["qwen", "", "gpt-4o"])
def test_a_name_of_no_family_is_an_error_with_a_cure(name: str) -> None:
    with pytest.raises(ConfigError, match="mlkt.reply.profiles"):
        find_profile(name)
