"""python -m winnow_ask"""

from winnow.messaging.runtime import main
from winnow_ask.app import create_service

if __name__ == "__main__":
    main(create_service)
