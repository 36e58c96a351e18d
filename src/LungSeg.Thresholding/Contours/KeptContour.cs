namespace LungSeg.Thresholding.Contours;

/// <summary>A closed contour large enough to be kept: the component it borders, and twice its hull area in (1/20 px)^2.</summary>
internal readonly record struct KeptContour(int Component, long TwiceHullArea);
