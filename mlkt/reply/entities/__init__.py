"""Entities: what a reply lists, each with its type, in whatever shape."""
