namespace LungSeg.Core.Formats.NnUnet;

/// <summary>What <c>dataset.json</c> says of the cases.</summary>
/// <param name="Training">Number of cases in <c>imagesTr</c>.</param>
/// <param name="FileEnding">Ending of all images and labels, for example <c>.nii.gz</c>.</param>
internal readonly record struct NnUnetCases(int Training, string FileEnding);
