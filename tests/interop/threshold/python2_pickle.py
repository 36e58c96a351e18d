"""Pickles as Python 2 writes them, where bytes and text are one type: STRING lines under protocol 0, BINSTRING above."""
import io
import pickle
import struct


class Python2Pickler(pickle._Pickler):
    dispatch = dict(pickle._Pickler.dispatch)

    def save_string(self, value):
        value = value.encode("latin1") if isinstance(value, str) else value
        if not self.bin:
            self.write(pickle.STRING + repr(value)[1:].encode("ascii") + b"\n")
        elif len(value) < 256:
            self.write(pickle.SHORT_BINSTRING + bytes([len(value)]) + value)
        else:
            self.write(pickle.BINSTRING + struct.pack("<i", len(value)) + value)
        self.memoize(value)

    dispatch[bytes] = save_string

    def save_text(self, value):
        if id(value) in self.memo:
            self.write(self.get(self.memo[id(value)][0]))
            return
        self.save_string(value)
        self.memo[id(value)] = self.memo.pop(next(reversed(self.memo)))[0], value

    dispatch[str] = save_text


def dumps(value, protocol):
    buffer = io.BytesIO()
    Python2Pickler(buffer, protocol).dump(value)
    return buffer.getvalue()


def load(path):
    with open(path, "rb") as f:
        return pickle.load(f, encoding="latin1")
