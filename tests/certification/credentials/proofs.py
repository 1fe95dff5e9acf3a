"""A second reader of Data Integrity proofs (eddsa-rdfc-2022), that shares nothing with the library which makes them.

By the letter of the W3C recommendation: another JSON-LD reader and another canonicalisation (Oxigraph's RDFC-1.0), and no network:
contexts are put in where their addresses stand.
"""

import copy
import hashlib
import json
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from openbadgeslib.ob3.contexts import bundled_contexts
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse, serialize

LETTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def holds(text: str | bytes, key: bytes) -> bool:
    """Whether this key proved exactly what the document says."""
    document = json.loads(text)
    proof = document.pop("proof")
    assert (proof["type"], proof["cryptosuite"]) == ("DataIntegrityProof", "eddsa-rdfc-2022")
    options = {**{name: value for name, value in proof.items() if name != "proofValue"}, "@context": document["@context"]}
    signed = hashlib.sha256(canonical(options)).digest() + hashlib.sha256(canonical(document)).digest()
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(_unmultibase(proof["proofValue"]), signed)
    except InvalidSignature:
        return False
    return True


def canonical(document: dict[str, Any]) -> bytes:
    """The statements of a document, named and ordered as RDFC-1.0 says."""
    whole = copy.deepcopy(document)
    known = bundled_contexts()
    whole["@context"] = [known[one]["@context"] if isinstance(one, str) else one for one in whole["@context"]]
    statements = Dataset(parse(json.dumps(whole).encode(), format=RdfFormat.JSON_LD))
    statements.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    lines = serialize(statements, format=RdfFormat.N_QUADS).decode().splitlines()
    return "".join(f"{line}\n" for line in sorted(lines)).encode()


def _unmultibase(text: str) -> bytes:
    assert text[0] == "z"  # base58btc
    number = 0
    for letter in text[1:]:
        number = number * 58 + LETTERS.index(letter)
    return number.to_bytes(64)
