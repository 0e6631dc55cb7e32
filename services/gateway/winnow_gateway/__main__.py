"""python -m winnow_gateway"""

from winnow.messaging.runtime import main
from winnow_gateway.app import create_service

if __name__ == "__main__":
    main(create_service)
