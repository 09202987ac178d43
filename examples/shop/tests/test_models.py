from schema import CONFIG_FILE

from app.core.database import Base
from app.models import MODELS

APP = CONFIG_FILE.parent / "app"


def test_every_model_is_known_to_workers_and_migrations() -> None:
    modules = {
        f"app.{path.parent.name}.{path.stem}"
        for path in APP.glob("*/*.py")
        if "__tablename__ =" in path.read_text(encoding="utf-8")
    }
    classes = {mapper.class_ for mapper in Base.registry.mappers}

    assert {model.__module__ for model in MODELS} == modules, (
        "app/models.py lists every model"
    )
    assert set(MODELS) == {each for each in classes if each.__module__ in modules}
