"""python -m winnow_extract"""

from winnow.messaging.runtime import main
from winnow_extract.app import create_service

if __name__ == "__main__":
    main(create_service)
