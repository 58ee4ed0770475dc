"""Three contracts in the manner of law firms, written for the tests: British, American, and Dutch with English forms.

A paragraph is one line, as in a converted document.
"""

# ruff: noqa: E501 - a paragraph is one line

BRITISH = """CONSULTANCY SERVICES AGREEMENT
incorporating Statement of Work 1
Reference\tTW/2027/11
Commencement Date\t1 March 2027
THIS AGREEMENT is dated 1 March 2027
PARTIES
\tClient\tConsultant
Name\tThornbury Water Company Limited\tAshdown Hydraulics LLP
Registered office\t12 Quay Parade, Bristol BS1 6XL\t3 Mill Lane, Lewes BN7 2AB
Company number\t04418823\tOC318842
VAT registration number\tGB 318 4427 09\tGB 920 1175 63
Represented by\tMargaret Oyelaran, Finance Director
m.oyelaran@thornbury.example\tDafydd Prosser, Managing Partner
dafydd@ashdown.example
E-mail for notices\tlegal@thornbury.example\toffice@ashdown.example
BACKGROUND
(A) The Client operates four pumping stations.
1. INTERPRETATION
1.1 “Confidential Information” means all information that is marked confidential.
2. COMMENCEMENT AND DURATION
2.1 This agreement shall commence on the Commencement Date and shall continue for an initial period of eighteen (18) months (the “Initial Period”).
2.2 At the end of the Initial Period this agreement shall automatically extend for further periods of six (6) months each, unless either party gives to the other not less than forty-five (45) days’ written notice to expire at the end of the period then current.
3. FEES
3.1 In consideration of the Services the Client shall pay the Consultant a fixed fee of £84,000.00, exclusive of VAT, in the instalments set out in Schedule 1.
3.2 The Client shall pay each valid invoice within twenty-eight (28) days of receipt.
4. CONFIDENTIALITY
4.1 Each party shall keep the other’s Confidential Information confidential and shall not use it for any other purpose.
4.2 The obligations in this clause shall survive for three (3) years after termination.
5. DATA PROTECTION
5.1 The Consultant shall notify the Client of any personal data breach within forty-eight (48) hours of becoming aware of it.
6. AUDIT
6.1 The Consultant shall maintain complete records and shall permit the Client to audit them for a period of six (6) years following the last payment.
7. INSURANCE
7.1 The Consultant shall maintain the following insurance during the term and for six (6) years afterwards:
(a) professional indemnity insurance of not less than £1,000,000 for any one claim;
(b) public liability insurance of not less than £5,000,000 for any one occurrence; and
(c) employers’ liability insurance of not less than £10,000,000.
8. LIABILITY
8.1 Subject to clause 8.2 the total liability of the Consultant shall not exceed £168,000.00.
9. LAW
9.1 This agreement is governed by the laws of England and Wales.
SIGNATURES
Signed for and on behalf of Thornbury Water Company Limited\tSigned for and on behalf of Ashdown Hydraulics LLP
Signature:\tSignature:
Name: Margaret Oyelaran\tName: Dafydd Prosser
Title: Finance Director\tTitle: Managing Partner
Date:\tDate:
SCHEDULE 1 – MILESTONES AND FEES
Ref.\tDeliverable\tAcceptance test\tTarget due date\tFee (£)
W1\tSurvey and condition report\tReport approved by the Client’s engineer\t30 April 2027\t21,000.00
W2\tHydraulic model\tModel reproduces the logged flows within 3 %\t30 July 2027\t42,000.00
W3\tHandover and training\tHandover certificate signed\t15 October 2027\t21,000.00
Total\t84,000.00
SCHEDULE 2 – RATES FOR ADDITIONAL SERVICES
1. Additional services that the Client requests in writing are charged at the following day rates. The Client is under no obligation to order any.
Grade\tUnit\tRate (£)
Principal\tday\t980.00
Engineer\tday\t640.00
"""

AMERICAN = """PROFESSIONAL SERVICES AGREEMENT
This Professional Services Agreement (this “Agreement”) is entered into as of February 15, 2027 (the “Effective Date”) by and between Larkspur Medical Devices, Inc., a Delaware corporation with its principal place of business at 4400 Harbor Bend Road, Suite 210, San Diego, CA 92121 (“Client”), and Ironwood Test Labs, LLC, a Texas limited liability company with offices at 917 Cedar Yard, Austin, TX 78702 (“Contractor”).
1. Services. Contractor will perform the services described in the Statement of Work attached as Exhibit A.
2. Term. The term of this Agreement begins on the Effective Date and continues for one (1) year. Thereafter, this Agreement will automatically renew for successive one (1) year terms unless Client notifies Contractor at least sixty (60) days prior to the end of the then-current term that it will not renew.
3. Compensation. Client shall pay Contractor a fixed fee of $120,000 as set forth in Exhibit A. Client shall pay undisputed invoices within forty-five (45) days after receipt.
4. Confidentiality. The receiving party shall hold Confidential Information in strict confidence for a period of seven (7) years from disclosure.
5. Records. Contractor shall maintain books and records relating to the Services, and Client may audit them upon ten (10) days’ written notice.
6. Insurance. Contractor shall maintain:
(i) commercial general liability insurance with limits of $1,000,000 per occurrence and $2,000,000 in the aggregate; and
(ii) professional liability (errors and omissions) insurance with a limit of $3,000,000 per claim.
7. Termination. Either party may terminate this Agreement upon thirty (30) days’ prior written notice.
8. Governing Law. This Agreement is governed by the laws of the State of California, without regard to its conflict of laws rules.
IN WITNESS WHEREOF, the parties have executed this Agreement.
CLIENT:
LARKSPUR MEDICAL DEVICES, INC.
By: ____________________
Name: Rosalind Achterberg
Title: Chief Operating Officer
Date: __________________
CONTRACTOR:
IRONWOOD TEST LABS, LLC
By: ____________________
Name: Hector Villanueva
Title: President
Date: __________________
EXHIBIT A – STATEMENT OF WORK
1. Payment Schedule. The fixed fee is payable as follows, each milestone payment upon Client’s written acceptance.
Milestone\tCompletion Criteria\tDue Date\tPayment
Test plan\tPlan accepted in writing\tMarch 31, 2027\t$30,000
Bench testing\tAll 64 protocols executed and reports delivered\tJune 30, 2027\t$60,000
Final report\tFinal report accepted without open findings\tAugust 31, 2027\t$30,000
Total\t$120,000
2. Out-of-scope work. Out-of-scope work is billed at the hourly rates below and only under a signed change order.
Role\tHourly rate
Test engineer\t$185
Technician\t$95
"""

DUTCH = """Framework Agreement for Engineering Services
Parties
Customer\tVeenstra Zuivel B.V.
Registered office\tHavenweg 8, 8401 GK Gorredijk, the Netherlands
Trade register\tKvK 01183345
VAT no.\tNL810384426B01
E-mail\tcontracten@veenstra.example
Represented by\tAnneke de Wit (Director)
Supplier\tBorealis Process Control A/S
Registered office\tNordhavnsvej 41, 8000 Aarhus C, Denmark
Trade register\tCVR 29384756
VAT no.\tDK29384756
E-mail\tlegal@borealis.example
Represented by\tMikkel Thorsen (CEO)
Effective Date\t1 June 2027
Article 1 – Services
1.1 The Supplier shall modernise the Customer’s pasteurisers as described in Annex 1.
Article 2 – Price and payment
2.1 The Customer shall pay the Supplier a total price of EUR 240.000,00, excluding VAT.
2.2 Invoices are payable within 30 days after the invoice date.
Article 3 – Secrecy
3.1 The parties shall keep all technical information secret. This duty lasts for ten (10) years after the expiry of this Agreement.
Article 4 – Duration
4.1 This Agreement enters into force on the Effective Date and remains in force for a term of three (3) years.
4.2 It is then extended for successive terms of one (1) year, unless a party gives notice three (3) months before the end of a term.
Article 5 – Insurance
5.1 The Supplier shall maintain liability insurance of at least EUR 2.500.000,00 per event and shall provide a certificate of insurance before work starts.
Article 6 – Applicable law
6.1 This Agreement is governed by the laws of the Netherlands, excluding its conflict rules.
Annex 1 – Instalments
Stage\tShare\tPayable
Order\t20 %\ton signature of this Agreement
Delivery of the control cabinets\t50 %\ton delivery of the control cabinets
Site acceptance\t30 %\ton written acceptance
On behalf of the Customer\t\tOn behalf of the Supplier
By:\t\t\tBy:\t
Name:\tAnneke de Wit\t\tName:\tMikkel Thorsen
Title:\tDirector\t\tTitle:\tCEO
"""
