from .finding import equilibrium_forms as equilibrium_forms
from .form import EquilibriumForm as EquilibriumForm
from .form import EquilibriumForms as EquilibriumForms
