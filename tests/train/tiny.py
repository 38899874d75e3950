"""A reward model small enough to train in seconds: random weights, and words as tokens.

Nothing is downloaded. The libraries are imported here only when asked for, because the ordinary
tests collect this folder without having them.
"""

from collections.abc import Iterable
from importlib import import_module
from typing import Any

TEMPLATE = (
    "{% for message in messages %}{{ message['role'] }} {{ message['content'] }} {% endfor %}"
)
PAD, UNKNOWN, END = "[PAD]", "[UNK]", "[END]"
WIDTH = 32


def tokenizer(texts: Iterable[str]) -> Any:
    """One token a word of these texts, with a chat template."""
    tokenizers, transformers = import_module("tokenizers"), import_module("transformers")
    seen = sorted({word for text in texts for word in text.split()} | {"user", "assistant"})
    vocabulary = {word: number for number, word in enumerate([PAD, UNKNOWN, END, *seen])}
    words = tokenizers.Tokenizer(tokenizers.models.WordLevel(vocabulary, unk_token=UNKNOWN))
    words.pre_tokenizer = tokenizers.pre_tokenizers.WhitespaceSplit()
    made = transformers.PreTrainedTokenizerFast(
        tokenizer_object=words, pad_token=PAD, unk_token=UNKNOWN, eos_token=END
    )
    made.chat_template = TEMPLATE
    return made


def model(words: Any) -> Any:
    """A random transformer of one layer with one score."""
    transformers = import_module("transformers")
    return transformers.Qwen2ForSequenceClassification(
        transformers.Qwen2Config(
            vocab_size=len(words),
            hidden_size=WIDTH,
            intermediate_size=2 * WIDTH,
            num_hidden_layers=1,
            num_attention_heads=2,
            num_key_value_heads=2,
            max_position_embeddings=128,
            num_labels=1,
            pad_token_id=words.pad_token_id,
        )
    )
