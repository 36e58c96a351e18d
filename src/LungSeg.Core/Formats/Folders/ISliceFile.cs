using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Folders;

/// <summary>A file of a folder that holds one slice or several, known by its header.</summary>
internal interface ISliceFile
{
    /// <summary>Path relative to the folder.</summary>
    string File { get; }

    /// <summary>Slices in the file.</summary>
    int Slices { get; }

    /// <summary>Type of the values as they are read.</summary>
    DType DType { get; }

    /// <summary>
    /// Distance between the centres of neighbouring rows and of neighbouring columns, mm; null where the file does not say.
    /// </summary>
    PixelSpacing? SpacingMm { get; }

    /// <summary>Size of each slice.</summary>
    SliceSize Size { get; }

    /// <summary>Where the slices lie; null where the file does not say.</summary>
    VoxelGrid? Grid { get; }

    /// <summary>Whether the values are HU; else they are grey values, of which nothing says how to make HU.</summary>
    bool HoldsHu => true;

    /// <summary>A slice, [row, col]; its values are computed when asked for.</summary>
    ArrayInfo Slice(int index);
}
