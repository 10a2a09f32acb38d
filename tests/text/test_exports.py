import mlkt.text


def test_all_is_sorted_and_holds_every_public_name() -> None:
    public = [
        name
        for name, value in vars(mlkt.text).items()
        if not name.startswith("_")
        and not hasattr(value, "__path__")
        and not hasattr(value, "__spec__")
    ]
    assert mlkt.text.__all__ == sorted(public)
