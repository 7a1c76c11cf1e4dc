"""A sweep in a file: netCDF as it is, or a flat table for a spreadsheet or a data frame."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from brinkgame.errors import InvalidParameterError, MissingPackageError

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["write_sweep"]

_FORMATS = (".nc", ".csv", ".parquet")


def write_sweep(data: xr.Dataset, path: str | Path) -> Path:
    """Write what `sweep` returned into a file, in the format that its name ends with.

    ``.nc`` is netCDF, which gives back the data set as it is (``xarray.open_dataset``). ``.csv``
    and ``.parquet`` are tables with a row for each point: a column for each swept parameter, each
    measure (``_lowest`` and ``_highest``, or as it is with a selection), the regime in words, the
    number of forms and the status. Where the set was kept there is a row for each form.

    Parameters
    ----------
    data
        What `sweep` returned.
    path
        Where to; a file that is there is replaced.

    Raises
    ------
    InvalidParameterError
        The name ends with none of the three.
    MissingPackageError
        The format needs a package that is not installed: ``pip install 'brinkgame[store]'``.

    Examples
    --------
    >>> import brinkgame as bg
    >>> import tempfile, pathlib
    >>> data = bg.sweep(bg.memo.load("deploy").game, {"detection": ["1/2", "9/10"]},
    ...                 bg.OutcomeProbability("war"))
    >>> file = bg.write_sweep(data, pathlib.Path(tempfile.mkdtemp()) / "deploy.csv")
    >>> print(file.read_text().splitlines()[2])
    0.9,0.0,0.0,root: hold,1,solved,True
    """
    target = Path(path)
    kind = target.suffix.lower()
    if kind not in _FORMATS:
        raise InvalidParameterError(
            f"{str(path)!r} ends with none of {', '.join(_FORMATS)}; the ending says the format"
        )
    try:
        if kind == ".nc":
            data.to_netcdf(target, engine="h5netcdf")
        elif kind == ".csv":
            _table(data).to_csv(target, index=False)
        else:
            _table(data).to_parquet(target, index=False)
    except (ImportError, ModuleNotFoundError, ValueError) as error:
        if isinstance(error, ValueError) and "h5netcdf" not in str(error):
            raise
        raise MissingPackageError(
            f"writing {kind} needs a package that is not installed: "
            f"pip install 'brinkgame[store]' ({error})"
        ) from None
    return target


def _table(data: xr.Dataset) -> Any:
    """A row for each point (and form), as a data frame."""
    dims = [str(d) for d in data["count"].dims]
    keeps_set = "equilibrium" in data.dims
    order = [*dims, "equilibrium"] if keeps_set else dims
    wanted = data.drop_vars([n for n in ("regime", "status", "redone") if n in data])
    flat: dict[str, Any] = {}
    for name, array in wanted.data_vars.items():
        if "bound" in array.dims:
            for end in ("lowest", "highest"):
                flat[f"{name}_{end}"] = array.sel(bound=end, drop=True)
        else:
            flat[str(name)] = array
    for name in ("regime", "status"):
        flat[name] = _in_words(data[name])
    measures = [n for n in flat if n not in _LAST]
    listed = [*(["exists"] if keeps_set else []), *[n for n in measures if n != "exists"]]
    held = [name for name, each in data.coords.items() if each.ndim == 0]
    columns = data.drop_vars([*data.data_vars]).assign(
        {name: flat[name] for name in (*listed, "regime", "count", "status", "feasible")}
    )
    columns = columns.drop_vars(["bound", *held], errors="ignore")
    frame = columns.to_dataframe(dim_order=order).reset_index()
    return frame.drop(columns="point", errors="ignore")


_LAST = ("regime", "count", "status", "feasible", "failed")


def _in_words(codes: Any) -> Any:
    words = [word.replace("_", " ") for word in codes.attrs["flag_meanings"].split()]
    table = np.array([*words, ""], dtype=object)
    return codes.copy(data=table[np.asarray(codes.values, dtype=int)])
