"""Second opinions on a translation: a model that marks errors, another engine, the way back."""
