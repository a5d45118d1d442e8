"""Checks exported files by ONNX's own checker and compares ONNX Runtime with the golden tensors: check.py FOLDER"""
import glob
import sys

import numpy as np
import onnx
import onnxruntime
from safetensors.numpy import load_file

folder = sys.argv[1]
for file in sorted(glob.glob(f"{folder}/*.onnx")):
    model = onnx.load(file)
    onnx.checker.check_model(model, full_check=True)
    assert model.opset_import[0].version == 18, model.opset_import
    assert model.graph.input[0].type.tensor_type.shape.dim[0].dim_param == "batch"

golden = load_file(f"{folder}/golden.safetensors")


def run(name, **inputs):
    session = onnxruntime.InferenceSession(f"{folder}/{name}.onnx")
    return dict(zip([output.name for output in session.get_outputs()], session.run(None, inputs)))


def compare(name, found, wanted):
    assert np.allclose(found, wanted, rtol=1e-4, atol=1e-4), (name, np.abs(found - wanted).max())


for batch in (1, len(golden["value"])):
    out = run("initial_inference", observation=golden["observation"][:batch])
    for name in ("policy_logits", "value"):
        compare(name, out[name], golden[name][:batch])
    state = out["hidden_state"]
    for k, actions in enumerate(golden.get("action", [])):
        out = run("recurrent_inference", hidden_state=state, action=actions[:batch].astype(np.int64))
        for name in ("policy_logits", "value", "reward", "discount"):
            compare(name, out[name], golden["next_" + name][k, :batch])
        state = out["next_hidden_state"]
print("as the golden tensors say")
