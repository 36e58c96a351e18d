using System.Diagnostics;
using System.Numerics;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Pickle.Writing;

/// <summary>
/// Writes columns of values by names that pandas 1.1 to 3 have: numpy arrays, <c>pandas.arrays.IntegerArray</c> and <c>BooleanArray</c>,
/// <c>pandas.DatetimeIndex</c> of UTC integers, and <c>pandas.Categorical</c>.
/// </summary>
internal sealed class PickleValueEmitter(PickleEmitter emitter, NumpyEmitter numpy)
{
    private static readonly DType Objects = new('O', 8, ByteOrder.None);
    private static readonly DType Truth = new('b', 1, ByteOrder.None);

    internal void Write(PickleElementColumn column)
    {
        if (column.Missing is { } missing)
        {
            emitter.Global("pandas.arrays", column.DType.Kind == 'b' ? "BooleanArray" : "IntegerArray");
            Array(column.DType, column.Elements);
            Array(Truth, missing);
            Call(PickleOpcode.Tuple2);
        }
        else if (column.Zone is { } zone)
        {
            emitter.Global("pandas", "DatetimeIndex");
            Array(new DType('i', 8, ByteOrder.Little), column.Elements);
            emitter.Op(PickleOpcode.None);
            emitter.Text(zone);
            Call(PickleOpcode.Tuple3);
        }
        else
        {
            Array(column.DType, column.Elements);
        }
    }

    internal void Write(PickleObjectColumn column)
    {
        if (column.Categories is { } categories)
        {
            emitter.Global("pandas", "Categorical");
            List(column.Values);
            List(categories.Values);
            Truthy(categories.IsOrdered);
            Call(PickleOpcode.Tuple3);
            return;
        }

        numpy.BlankArray();
        emitter.Op(PickleOpcode.Mark);
        emitter.Integer(1);
        numpy.Shape([column.Values.Count]);
        numpy.Dtype(Objects);
        emitter.Op(PickleOpcode.NewFalse);
        List(column.Values);
        emitter.Op(PickleOpcode.Tuple);
        emitter.Op(PickleOpcode.Build);
    }

    private void Array(DType dtype, ReadOnlySpan<byte> elements)
    {
        numpy.BlankArray();
        emitter.Op(PickleOpcode.Mark);
        emitter.Integer(1);
        numpy.Shape([elements.Length / dtype.ItemSize]);
        numpy.Dtype(dtype);
        emitter.Op(PickleOpcode.NewFalse);
        emitter.Bytes(elements);
        emitter.Op(PickleOpcode.Tuple);
        emitter.Op(PickleOpcode.Build);
    }

    private void List(IReadOnlyList<object?> values)
    {
        emitter.Op(PickleOpcode.EmptyList);
        for (int start = 0; start < values.Count; start += PickleFrameLayout.ListBatch)
        {
            emitter.Op(PickleOpcode.Mark);
            for (int i = start; i < Math.Min(start + PickleFrameLayout.ListBatch, values.Count); i++)
            {
                Scalar(values[i]);
            }

            emitter.Op(PickleOpcode.Appends);
        }
    }

    private void Scalar(object? value)
    {
        switch (value)
        {
            case null:
                emitter.Op(PickleOpcode.None);
                break;
            case string text:
                emitter.SharedText(text);
                break;
            case bool truth:
                Truthy(truth);
                break;
            case double number:
                emitter.Float(number);
                break;
            case long number and >= int.MinValue and <= int.MaxValue:
                emitter.Integer((int)number);
                break;
            case long number:
                emitter.LongInteger(number);
                break;
            case BigInteger number:
                emitter.LongInteger(number);
                break;
            default:
                throw new UnreachableException($"a {value.GetType().Name} is not written");
        }
    }

    private void Truthy(bool value) => emitter.Op(value ? PickleOpcode.NewTrue : PickleOpcode.NewFalse);

    private void Call(byte tuple)
    {
        emitter.Op(tuple);
        emitter.Op(PickleOpcode.Reduce);
    }
}
