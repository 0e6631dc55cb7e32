"""python -m winnow_tune"""

from winnow.messaging.runtime import main
from winnow_tune.app import create_service

if __name__ == "__main__":
    main(create_service)
