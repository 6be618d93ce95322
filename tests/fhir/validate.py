"""Validates FHIR resources, one JSON a line on stdin, with the R4B models of fhir.resources. Says what is wrong and where."""
import json
import sys

from fhir.resources import get_fhir_model_class  # noqa: F401  (fails early where the package is not there)
from fhir.resources.R4B import get_fhir_model_class as model


def main() -> int:
    count = wrong = 0
    for line in sys.stdin:
        resource = json.loads(line)
        count += 1
        # The models of the package read a Bundle's entries as what their resourceType says.
        try:
            model(resource["resourceType"]).model_validate(resource)
        except Exception as error:  # noqa: BLE001  (whatever it is, it is reported)
            wrong += 1
            if wrong <= 5:
                print(f"{resource['resourceType']} {count}: {str(error)[:1500]}", file=sys.stderr)
    print(json.dumps({"count": count, "wrong": wrong}))
    return 1 if wrong else 0


sys.exit(main())
