def charge(number: int) -> bool:
    return number > 0
