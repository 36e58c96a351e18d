namespace LungSeg.Thresholding;

/// <summary>Argument checks that all methods share.</summary>
internal static class SliceArguments
{
    public const int MinSide = 2;

    public static void Require(int height, int width, int huLength, int maskLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, MinSide);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, MinSide);
        var pixels = (long)height * width;
        if (huLength != pixels)
        {
            throw new ArgumentException($"{height} x {width} pixels need {pixels} HU values, {huLength} given", nameof(huLength));
        }

        if (maskLength != pixels)
        {
            throw new ArgumentException($"{height} x {width} pixels need a mask of {pixels} bytes, {maskLength} given", nameof(maskLength));
        }
    }
}
