using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Pickle.Writing;

/// <summary>Writes the parts of an array's state. Types, dtypes and shapes are written once and later recalled from the memo.</summary>
internal sealed class NumpyEmitter(PickleEmitter emitter)
{
    private readonly Dictionary<DType, int> _dtypes = [];
    private readonly Dictionary<string, int> _shapes = new(StringComparer.Ordinal);
    private (int Array, int Arguments)? _blank;
    private int? _dtypeType;

    /// <summary><c>numpy.ndarray((0,), "b")</c>, a placeholder that BUILD fills.</summary>
    internal void BlankArray()
    {
        if (_blank is { } memo)
        {
            emitter.Get(memo.Array);
            emitter.Get(memo.Arguments);
        }
        else
        {
            emitter.Global("numpy", "ndarray");
            int array = emitter.Memoize();
            emitter.Integer(0);
            emitter.Op(PickleOpcode.Tuple1);
            emitter.Text("b");
            emitter.Op(PickleOpcode.Tuple2);
            _blank = (array, emitter.Memoize());
        }

        emitter.Op(PickleOpcode.Reduce);
    }

    internal void Shape(ReadOnlySpan<int> shape)
    {
        if (shape.IsEmpty)
        {
            // CPython has only one empty tuple, so it needs no memo entry.
            emitter.Op(PickleOpcode.EmptyTuple);
            return;
        }

        string key = string.Join(',', shape.ToArray());
        if (_shapes.TryGetValue(key, out int memo))
        {
            emitter.Get(memo);
            return;
        }

        if (shape.Length > 3)
        {
            emitter.Op(PickleOpcode.Mark);
        }

        foreach (int length in shape)
        {
            emitter.Integer(length);
        }

        emitter.Op(
            shape.Length switch
            {
                1 => PickleOpcode.Tuple1,
                2 => PickleOpcode.Tuple2,
                3 => PickleOpcode.Tuple3,
                _ => PickleOpcode.Tuple,
            }
        );
        _shapes.Add(key, emitter.Memoize());
    }

    internal void Dtype(DType dtype)
    {
        if (_dtypes.TryGetValue(dtype, out int memo))
        {
            emitter.Get(memo);
            return;
        }

        if (_dtypeType is { } type)
        {
            emitter.Get(type);
        }
        else
        {
            emitter.Global("numpy", "dtype");
            _dtypeType = emitter.Memoize();
        }

        DTypeOpcodes.Call(emitter, dtype);
        _dtypes.Add(dtype, emitter.Memoize());
        if (dtype.Kind is 'O' or 'M' or 'm')
        {
            // Types that are given whole by their code; a state would have to repeat their unit or flags.
            return;
        }

        DTypeOpcodes.State(emitter, dtype);
    }
}
