"""python -m winnow_route"""

from winnow.messaging.runtime import main
from winnow_route.app import create_service

if __name__ == "__main__":
    main(create_service)
