"""What an office may do: one documented list, and one table that says which office may what.

docs/permissions.md explains each; tests/test_house.py keeps the two alike.
"""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Office(models.TextChoices):
    """The offices (jabatan) a person can hold for a period."""

    FACILITATOR = "FACILITATOR", _("Facilitator")
    VILLAGE_HEAD = "VILLAGE_HEAD", _("Village head")
    VILLAGE_STAFF = "VILLAGE_STAFF", _("Village staff")
    GROUP_CHAIR = "GROUP_CHAIR", _("Group chair")
    GROUP_OFFICER = "GROUP_OFFICER", _("Group officer")
    TREASURER = "TREASURER", _("Treasurer")
    BOOKKEEPER = "BOOKKEEPER", _("Bookkeeper")
    LOAN_COMMITTEE = "LOAN_COMMITTEE", _("Loan committee")
    BOARD = "BOARD", _("Board")
    SUPERVISORY_BOARD = "SUPERVISORY_BOARD", _("Supervisory board")
    GROUP_MEMBER = "GROUP_MEMBER", _("Group member")
    CHILD_CARER = "CHILD_CARER", _("Child carer")
    DISTRICT_OFFICER = "DISTRICT_OFFICER", _("District officer")
    MINISTRY_OFFICER = "MINISTRY_OFFICER", _("Ministry officer")
    OPERATOR = "OPERATOR", _("Operator")


class Scope(models.TextChoices):
    """What an office is held over."""

    VILLAGE = "VILLAGE", _("Village")
    GROUP = "GROUP", _("Group")
    REGION = "REGION", _("Region")
    NATION = "NATION", _("Nation")
    SYSTEM = "SYSTEM", _("System")


SCOPE_OF: dict[Office, Scope] = {
    Office.FACILITATOR: Scope.VILLAGE,
    Office.VILLAGE_HEAD: Scope.VILLAGE,
    Office.VILLAGE_STAFF: Scope.VILLAGE,
    Office.GROUP_CHAIR: Scope.GROUP,
    Office.GROUP_OFFICER: Scope.GROUP,
    Office.TREASURER: Scope.GROUP,
    Office.BOOKKEEPER: Scope.GROUP,
    Office.LOAN_COMMITTEE: Scope.GROUP,
    Office.BOARD: Scope.GROUP,
    Office.SUPERVISORY_BOARD: Scope.GROUP,
    Office.GROUP_MEMBER: Scope.GROUP,
    Office.CHILD_CARER: Scope.VILLAGE,
    Office.DISTRICT_OFFICER: Scope.REGION,
    Office.MINISTRY_OFFICER: Scope.NATION,
    Office.OPERATOR: Scope.SYSTEM,
}

# Who counts the money must not write the books or approve what goes out; who runs must not
# oversee. One person may not hold both over the same group at one time.
INCOMPATIBLE: frozenset[frozenset[Office]] = frozenset(
    frozenset(pair)
    for pair in (
        (Office.TREASURER, Office.BOOKKEEPER),
        (Office.TREASURER, Office.LOAN_COMMITTEE),
        (Office.TREASURER, Office.GROUP_CHAIR),
        (Office.TREASURER, Office.SUPERVISORY_BOARD),
        (Office.BOOKKEEPER, Office.SUPERVISORY_BOARD),
        (Office.BOARD, Office.SUPERVISORY_BOARD),
        (Office.GROUP_CHAIR, Office.SUPERVISORY_BOARD),
        (Office.LOAN_COMMITTEE, Office.SUPERVISORY_BOARD),
    )
)

# Offices that one person at a time holds over a scope; of the others there may be several.
ONE_SEAT: frozenset[Office] = frozenset({Office.VILLAGE_HEAD, Office.GROUP_CHAIR})

# Offices that see many people or move money: a second factor is asked for.
SECOND_FACTOR: frozenset[Office] = frozenset(
    {
        Office.FACILITATOR,
        Office.VILLAGE_HEAD,
        Office.VILLAGE_STAFF,
        Office.GROUP_CHAIR,
        Office.TREASURER,
        Office.BOOKKEEPER,
        Office.LOAN_COMMITTEE,
        Office.BOARD,
        Office.SUPERVISORY_BOARD,
        Office.DISTRICT_OFFICER,
        Office.MINISTRY_OFFICER,
        Office.OPERATOR,
    }
)


class Permission(StrEnum):
    """One verb each. A view names exactly one."""

    SEE_TODAY = "see_today"
    SEE_PEOPLE = "see_people"
    RECORD_PEOPLE = "record_people"
    SEE_NATIONAL_ID = "see_national_id"
    MERGE_PEOPLE = "merge_people"
    IMPORT_PEOPLE = "import_people"
    EXPORT_PEOPLE = "export_people"
    HANDLE_DATA_RIGHTS = "handle_data_rights"
    SEND_MESSAGES = "send_messages"
    SEE_PROGRAMME = "see_programme"
    RECORD_PROGRAMME = "record_programme"
    SEE_AUDIT = "see_audit"
    SEE_OFFICES = "see_offices"
    APPOINT_OFFICES = "appoint_offices"
    CHANGE_VILLAGE = "change_village"
    SEE_GROUP = "see_group"
    RUN_GROUP = "run_group"
    OVERSEE_GROUP = "oversee_group"
    RECORD_MEMBERS = "record_members"
    SEE_WORK = "see_work"
    RECORD_WORK = "record_work"
    SEE_CASH = "see_cash"
    RECORD_CASH = "record_cash"
    APPROVE_CASH = "approve_cash"
    SEE_LOANS = "see_loans"
    DECIDE_LOANS = "decide_loans"
    SEE_REGION = "see_region"
    SEE_NATION = "see_nation"
    OPERATE = "operate"


# In a cooperative each line of the cash is some member's own savings: of all who may read a
# group's cash, only these read it there; everybody reads her own book (UU 27/2022).
READS_MEMBERS_SUMS: frozenset[Office] = frozenset(
    {
        Office.TREASURER,
        Office.BOOKKEEPER,
        Office.GROUP_CHAIR,
        Office.BOARD,
        Office.SUPERVISORY_BOARD,
    }
)

P = Permission
_FACILITATOR = frozenset(
    {
        P.SEE_TODAY, P.SEE_PEOPLE, P.RECORD_PEOPLE, P.SEE_NATIONAL_ID, P.MERGE_PEOPLE,
        P.IMPORT_PEOPLE, P.EXPORT_PEOPLE, P.HANDLE_DATA_RIGHTS, P.SEND_MESSAGES,
        P.SEE_PROGRAMME, P.RECORD_PROGRAMME, P.SEE_AUDIT, P.SEE_OFFICES, P.SEE_GROUP, P.SEE_CASH,
        P.RECORD_MEMBERS, P.SEE_WORK, P.RECORD_WORK,
    }
)  # fmt: skip
_GROUP = frozenset({P.SEE_TODAY, P.SEE_PROGRAMME, P.SEE_GROUP, P.SEE_CASH, P.SEE_WORK})

PERMISSIONS_OF: dict[Office, frozenset[Permission]] = {
    Office.FACILITATOR: _FACILITATOR,
    Office.VILLAGE_HEAD: frozenset(
        {
            P.SEE_TODAY, P.SEE_PEOPLE, P.EXPORT_PEOPLE, P.HANDLE_DATA_RIGHTS, P.SEND_MESSAGES,
            P.SEE_PROGRAMME, P.SEE_AUDIT, P.SEE_OFFICES, P.APPOINT_OFFICES, P.CHANGE_VILLAGE,
            P.SEE_GROUP, P.SEE_CASH, P.SEE_WORK,
        }
    ),
    Office.VILLAGE_STAFF: frozenset(
        {
            P.SEE_TODAY, P.SEE_PEOPLE, P.RECORD_PEOPLE, P.SEE_NATIONAL_ID, P.IMPORT_PEOPLE,
            P.SEND_MESSAGES, P.SEE_PROGRAMME, P.SEE_OFFICES, P.SEE_GROUP,
        }
    ),
    Office.GROUP_CHAIR: _GROUP
    | {
        P.RUN_GROUP, P.RECORD_MEMBERS, P.RECORD_WORK, P.SEE_OFFICES, P.APPOINT_OFFICES,
        P.APPROVE_CASH, P.SEE_LOANS, P.DECIDE_LOANS,
    },
    Office.GROUP_OFFICER: _GROUP | {P.RECORD_MEMBERS, P.RECORD_WORK},
    Office.TREASURER: _GROUP | {P.RECORD_CASH, P.SEE_LOANS},
    Office.BOOKKEEPER: _GROUP | {P.SEE_LOANS},
    Office.LOAN_COMMITTEE: _GROUP | {P.SEE_LOANS, P.DECIDE_LOANS},
    Office.BOARD: _GROUP
    | {
        P.RUN_GROUP, P.RECORD_MEMBERS, P.RECORD_WORK, P.APPROVE_CASH, P.SEE_LOANS,
        P.DECIDE_LOANS,
    },
    # Reads all, moves nothing, and says whether what the board entered is so.
    # It decides only about loans to officers and their family, and about taking one off the books.
    Office.SUPERVISORY_BOARD: _GROUP | {P.OVERSEE_GROUP, P.SEE_LOANS, P.DECIDE_LOANS},
    # The group's money and work are the members' own: they read them, and nothing else.
    Office.GROUP_MEMBER: frozenset({P.SEE_TODAY, P.SEE_GROUP, P.SEE_CASH, P.SEE_WORK}),
    Office.CHILD_CARER: frozenset({P.SEE_TODAY, P.SEE_PROGRAMME}),
    Office.DISTRICT_OFFICER: frozenset({P.SEE_REGION}),
    Office.MINISTRY_OFFICER: frozenset({P.SEE_REGION, P.SEE_NATION}),
    # Seeing a village's data needs a visit on top: dated, with a reason, shown to the village.
    Office.OPERATOR: frozenset({P.OPERATE}),
}  # fmt: skip
