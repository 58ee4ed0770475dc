"""How the embedded span reader's numbers are made: run once by whoever trains, never by the product. Needs scikit-learn."""
