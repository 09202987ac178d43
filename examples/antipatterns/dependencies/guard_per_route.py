# /// bad
# harm = "tests/antipatterns/dependencies/test_guarded_router.py::test_route_without_the_check_is_public"
# right = "examples/patterns/dependencies/guarded_router.py"
# ///
"""A router whose routes each repeat their check, except one."""

from fastapi import APIRouter, Depends, FastAPI, Request, status

from patterns.dependencies.operator_token import require_operator

router = APIRouter(prefix="/jobs")


@router.get("", dependencies=[Depends(require_operator)])
async def list_jobs(request: Request) -> list[str]:
    """List the jobs that wait."""
    jobs: list[str] = request.app.state.jobs
    return jobs


@router.delete("/{job}", status_code=status.HTTP_204_NO_CONTENT)
async def cancel_job(job: str, request: Request) -> None:
    """Remove a job."""
    request.app.state.jobs.remove(job)


def create_app(token: bytes) -> FastAPI:
    """Return an app with one job, and this token for operators."""
    app = FastAPI()
    app.state.operator_token = token
    app.state.jobs = ["backup"]
    app.include_router(router)
    return app
