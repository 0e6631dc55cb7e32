"""Trains models anew from what people decide, tries them, and takes them back."""
