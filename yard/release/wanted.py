"""What somebody asked to be deployed, looked at before anything happens."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from yard.config import InputError, Service, Workspace, load_environment, load_services
from yard.config.keys import closest
from yard.config.releases import release_form
from yard.release.zip_file import zip_digest
from yard.sites import SiteFile, digest_of, read_site, site_folder


@dataclass(frozen=True)
class Wanted:
    """What is to run. release: an image with its digest, or the digest of a site or of a zip.

    files, zip: what has to be uploaded for it; None where it lies there already, or where it is an image.
    """

    environment: str
    service: Service
    release: str
    files: list[SiteFile] | None = None
    zip: Path | None = None

    @property
    def is_site(self) -> bool:
        """Whether it is files that CloudFront serves."""
        return self.service.runtime == "static"

    @property
    def is_zip(self) -> bool:
        """Whether it is code that Lambda takes from a bucket."""
        return self.service.runtime == "lambda" and self.service.function.package == "zip"


@dataclass(frozen=True)
class Given:
    """The options of the command line that say what to deploy; one of them, or none for a site."""

    image: str | None = None
    folder: Path | None = None
    zip: Path | None = None


def wanted(workspace: Workspace, environment: str, name: str, given: Given) -> Wanted:
    """What `given` means for a service; a site is built where no folder is named.

    Raises InputError for an unknown service, an image that is not pinned by a digest, and what does not go together.
    """
    service = service_named(workspace, environment, name)
    want = Wanted(environment, service, release="")
    fits = "--folder" if want.is_site else "--zip" if want.is_zip else "--image"
    options = {"--image": given.image, "--folder": given.folder, "--zip": given.zip}
    for option, value in options.items():
        if value and option != fits:
            kind = (
                "is a static site"
                if want.is_site
                else "is a zip on Lambda"
                if want.is_zip
                else "runs an image"
            )
            raise InputError(f"{option} {value}: {name} {kind}. Use {fits}.")
    if want.is_site:
        files = read_site(*site_folder(workspace, service, given.folder))
        return Wanted(environment, service, digest_of(files), files=files)
    if not options[fits]:
        form = release_form(service)
        way = "the zip that was packaged" if want.is_zip else f"a digest, such as {form.example}"
        raise InputError(f"{name}: say what to deploy. Use {fits} with {way}.")
    if given.zip:
        return Wanted(environment, service, zip_digest(given.zip), zip=given.zip)
    assert given.image
    if problem := release_form(service).problem(given.image):
        raise InputError(f"--image: {problem}")
    return Wanted(environment, service, given.image)


def service_named(workspace: Workspace, environment: str, name: str) -> Service:
    """A service as it is in an environment; InputError for one that is not there."""
    services = load_services(workspace, load_environment(workspace, environment))
    if name not in services:
        raise InputError(f"{name}: there is no such service. {closest(name, list(services))}")
    return services[name]
