namespace LungSeg.Core.Imaging;

/// <summary>The shape of samples [row, col, channel].</summary>
/// <param name="Height">Number of rows.</param>
/// <param name="Width">Number of columns.</param>
/// <param name="Channels">Samples a pixel.</param>
/// <param name="BitDepth">Bits a sample.</param>
internal readonly record struct PngLayout(int Height, int Width, int Channels, int BitDepth);
