"""python -m winnow_summarise"""

from winnow.messaging.runtime import main
from winnow_summarise.app import create_service

if __name__ == "__main__":
    main(create_service)
