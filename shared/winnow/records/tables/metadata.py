"""What knows all tables."""

from typing import Final

from sqlalchemy import MetaData

metadata: Final = MetaData()
