"""python -m winnow_ingest"""

from winnow.messaging.runtime import main
from winnow_ingest.app import create_service

if __name__ == "__main__":
    main(create_service)
