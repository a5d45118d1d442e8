"""Plays by exported networks alone: python3 onnx_play.py FOLDER (needs onnxruntime, numpy, safetensors)."""
import os, sys
import numpy as np, onnxruntime
from safetensors.numpy import load_file

folder = sys.argv[1]
if not os.path.exists(f"{folder}/recurrent_inference.onnx"):
    sys.exit(f"{folder} has no recurrent_inference.onnx, which agents lack that search by the game's real rules")
initial, recurrent = (onnxruntime.InferenceSession(f"{folder}/{name}_inference.onnx") for name in ("initial", "recurrent"))

class Node:
    def __init__(self, out, legal=None):  # out: what the networks say of one state
        names = ["hidden_state" if legal is not None else "next_hidden_state", "policy_logits", "value"]
        self.state, logits, self.value = (out[name] for name in names)
        self.value, self.visits, self.children = self.value[0], 1, {}
        logits = logits[0] if legal is None else np.where(legal > 0, logits[0], -np.inf)
        self.prior = np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum()

    def action(self, c1=1.25, c2=19652):  # PUCT (MuZero, Appendix B): Q stretched to [0, 1] at each node
        q = {a: c.reward + c.discount * c.value for a, c in self.children.items()}
        low, high = min([self.value, *q.values()]), max([self.value, *q.values()])
        score = self.prior * np.sqrt(self.visits) * (c1 + np.log((self.visits + c2 + 1) / c2))
        for a, c in self.children.items():
            score[a] = (q[a] - low) / max(high - low, 1e-8) + score[a] / (c.visits + 1)
        return int(np.argmax(score))

def run(session, **inputs):
    return dict(zip([output.name for output in session.get_outputs()], session.run(None, inputs)))

def search(observation, legal, simulations=50):
    root = Node(run(initial, observation=observation[None]), legal)
    for _ in range(simulations):
        path, a = [root], root.action()
        while a in path[-1].children:
            path.append(path[-1].children[a])
            a = path[-1].action()
        out = run(recurrent, hidden_state=path[-1].state, action=np.array([a]))
        leaf = path[-1].children[a] = Node(out)
        leaf.reward, leaf.discount, gain = out["reward"][0], out["discount"][0], leaf.value
        for node, child in zip(reversed(path), reversed(path[1:] + [leaf])):
            gain = child.reward + child.discount * gain
            node.value, node.visits = (node.value * node.visits + gain) / (node.visits + 1), node.visits + 1
    return max(root.children, key=lambda a: (root.children[a].visits, root.children[a].reward + root.children[a].discount * root.children[a].value))

golden = load_file(f"{folder}/golden.safetensors")
moves = [search(o, l) for o, l in zip(golden["observation"], golden["legal"])]
alike = sum(int(a) == b for a, b in zip(golden["move"], moves))
print(f"{alike} of {len(moves)} moves are those of the Java agent")
