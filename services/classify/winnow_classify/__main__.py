"""python -m winnow_classify"""

from winnow.messaging.runtime import main
from winnow_classify.app import create_service

if __name__ == "__main__":
    main(create_service)
