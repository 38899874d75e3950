"""Check digits: what tells a number that names somebody from a number that measures something.

Each takes digits (or letters and digits) without separators and says whether they agree.
"""

from datetime import date

WEIGHTS_VIN = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
VALUES_VIN = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", "12345678123457923456789", strict=True))
YEAR_LEAST = 1900
"""Dates before it are history: nobody alive was born then."""


def luhn(digits: str) -> bool:
    """ISO/IEC 7812-1, annex B: bank cards, telephones (IMEI), Canada's and Sweden's numbers."""
    total = 0
    for place, sign in enumerate(reversed(digits)):
        worth = int(sign) * (1 + place % 2)
        total += worth - 9 if worth > 9 else worth
    return total % 10 == 0


def nhs(digits: str) -> bool:
    """England's NHS number: modulus 11 (NHS Data Dictionary, "NHS Number"); 10 is never issued."""
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    total = sum(int(sign) * weight for sign, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == int(digits[9])


def dea(code: str) -> bool:
    """A US prescriber of controlled drugs: two letters, six digits, and their weighted sum."""
    digits = [int(sign) for sign in code[2:]]
    return (sum(digits[0:5:2]) + 2 * sum(digits[1:6:2])) % 10 == digits[6]


def iban(code: str) -> bool:
    """ISO 13616: country and check digits moved behind, letters as numbers, modulus 97 is 1."""
    code = code.upper()
    return int("".join(str(int(sign, 36)) for sign in code[4:] + code[:4])) % 97 == 1


def vin(code: str) -> bool:
    """A vehicle's number, with the check digit of 49 CFR 565.15."""
    worths = [int(VALUES_VIN.get(sign, sign)) for sign in code.upper()]
    rest = sum(w * weight for w, weight in zip(worths, WEIGHTS_VIN, strict=True)) % 11
    return code[8].upper() == ("X" if rest == 10 else str(rest))


def day_of(year: int, month: int, day: int) -> bool:
    """Whether there is such a day, and somebody alive may remember it."""
    if year < YEAR_LEAST:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def day_in(first: int, second: int) -> bool:
    """Whether two numbers can be a day and a month, in either order."""
    low, high = sorted((first, second))
    return 1 <= low <= 12 and high <= 31
