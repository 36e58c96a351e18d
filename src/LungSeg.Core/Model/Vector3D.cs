namespace LungSeg.Core.Model;

/// <summary>A point or a direction in the patient, in DICOM's axes: to the left, to the back, to the head.</summary>
/// <param name="X">To the left, mm.</param>
/// <param name="Y">To the back, mm.</param>
/// <param name="Z">To the head, mm.</param>
public readonly record struct Vector3D(double X, double Y, double Z)
{
    /// <summary>Sum.</summary>
    public static Vector3D operator +(Vector3D a, Vector3D b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    /// <summary>Difference.</summary>
    public static Vector3D operator -(Vector3D a, Vector3D b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    /// <summary>The vector, longer by a factor.</summary>
    public static Vector3D operator *(Vector3D a, double factor) => new(a.X * factor, a.Y * factor, a.Z * factor);

    /// <summary>Scalar product.</summary>
    public double Dot(Vector3D other) => (X * other.X) + (Y * other.Y) + (Z * other.Z);

    /// <summary>Cross product.</summary>
    public Vector3D Cross(Vector3D other) =>
        new((Y * other.Z) - (Z * other.Y), (Z * other.X) - (X * other.Z), (X * other.Y) - (Y * other.X));

    /// <summary>Euclidean length.</summary>
    public double Length() => Math.Sqrt(Dot(this));

    /// <summary>Whether all three numbers are finite.</summary>
    public bool IsFinite() => double.IsFinite(X) && double.IsFinite(Y) && double.IsFinite(Z);

    /// <summary>The vector with two decimals, for messages.</summary>
    public override string ToString() => FormattableString.Invariant($"({X:0.##}, {Y:0.##}, {Z:0.##})");
}
