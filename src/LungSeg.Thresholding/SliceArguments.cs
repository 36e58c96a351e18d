namespace LungSeg.Thresholding;

/// <summary>Argument checks that all methods share.</summary>
internal static class SliceArguments
{
    public const int MinimumSide = 2;

    public static void Require(int rows, int columns, int huLength, int maskLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, MinimumSide);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, MinimumSide);
        var pixels = (long)rows * columns;
        if (huLength != pixels)
        {
            throw new ArgumentException($"{rows} x {columns} pixels need {pixels} HU values, {huLength} given", nameof(huLength));
        }

        if (maskLength != pixels)
        {
            throw new ArgumentException($"{rows} x {columns} pixels need a mask of {pixels} bytes, {maskLength} given", nameof(maskLength));
        }
    }
}
