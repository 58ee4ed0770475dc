"""A short agreement in the words of many: written for these tests."""

HOSTING = """HOSTING SERVICES AGREEMENT

This Hosting Services Agreement (this "Agreement") is made and entered into as of March 3, 2027 (the "Effective Date") by and between \
Alder Works, Inc., a Delaware corporation with its principal place of business at 12 Mill Lane, Dover ("Customer"), and Birch Hosting LLC, \
a New York limited liability company ("Provider").

1. SERVICES. Provider shall host the Customer's website and keep it available at all times, save for maintenance that it announces.

2. TERM AND TERMINATION. This Agreement shall commence on the Effective Date and shall continue in effect for an initial term of two (2) \
years, unless earlier terminated as provided herein (the "Initial Term"). Thereafter, this Agreement shall automatically renew for successive \
one (1) year periods unless either party gives the other party written notice of its intent not to renew at least sixty (60) days prior to \
the end of the then-current term.

3. ASSIGNMENT. Neither party may assign this Agreement or any of its rights without the prior written consent of the other party.

4. LIMITATION OF LIABILITY. IN NO EVENT SHALL EITHER PARTY'S TOTAL LIABILITY UNDER THIS AGREEMENT EXCEED THE FEES PAID BY CUSTOMER DURING \
THE TWELVE MONTHS BEFORE THE CLAIM.

5. RECORDS. Customer may, upon ten (10) days' notice and during normal business hours, inspect and audit the books and records of Provider.

6. GOVERNING LAW. This Agreement shall be governed by and construed in accordance with the laws of the State of Delaware, without regard to \
its conflict of laws principles.

IN WITNESS WHEREOF, the parties have executed this Agreement as of the date first above written.
"""
