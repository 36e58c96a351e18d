using System.IO.Compression;
using System.Text;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Model;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Datasets;

/// <summary>
/// Columns of a table, joined to the sample (rows demo:0 to demo:11, without ids) or to a series of the files c.dcm, b.dcm and a.dcm, with
/// the SOP UIDs 2.25.2001, 2.25.2003 and 2.25.2002, of the patient phantom.
/// </summary>
public sealed class JoinedTableTests : IDisposable
{
    // python-xxhash gives these keys of demo:0 and demo:1; tests/interop/check_content_keys.py compares them.
    private const string Key0 = "1497dc7781d18e2c52a30204736435b7";
    private const string Key1 = "fd050950e71e31ec28b588bb45b4fb89";
    private static readonly string Sample = Path.Combine(Repository.Root, "samples", "demo.pkl.gz");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lungseg-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private Dataset Join(string csv, string? on = null, string? input = null) =>
        Join(Write("table.csv", Encoding.UTF8.GetBytes(csv)), on, [input ?? Sample]);

    private static Dataset Join(string file, string? on, string[] inputs) =>
        Dataset.Open(inputs, new DatasetOptions { JoinedFile = file, JoinedFileKey = on });

    private static Cell[] Cells(Dataset dataset, string column) =>
        [.. dataset.Rows.Select(row => row.Input.FindColumn(column)![row.Index])];

    private static string?[] Texts(Dataset dataset, string column) => [.. dataset.Rows.Select(row => row.GetText(column))];

    private string[] Notes(Dataset dataset) => [.. dataset.Notes.Select(note => note.Replace(_folder.FullName + "/", string.Empty))];

    [Theory]
    [InlineData("row,patient_id\nseries:0,A\nseries:2,B\n", null, "A", "phantom", "B")]
    [InlineData("file,patient_id\na.dcm,B\n", null, "phantom", "phantom", "B")]
    [InlineData("sop_uid;patient_id;file\n2.25.2003;B;a.dcm\n", "sop_uid", "phantom", "B", "phantom")]
    [InlineData("PATIENT_ID,remark\nphantom,x\n", null, "phantom", "phantom", "phantom")]
    public void Open_TableOfIds_ReplacesThoseOfItsRows(string csv, string? on, string first, string second, string third)
    {
        using var dataset = Join(csv, on, DicomFixtures.SeriesFolder);
        Assert.Equal([first, second, third], Texts(dataset, DatasetColumns.PatientId));
    }

    [Fact]
    public void Open_Columns_HaveTheTypeOfAllTheirValues()
    {
        using var dataset = Join(
            "row,whole,real,flag,id,mixed,patient_id,empty\n"
                + "demo:0,1,0.5,true,01,1,007,\n"
                + "demo:1,-2,1e3,False,2,x,8,\n"
                + "demo:2,,3,,3,,,\n"
        );
        (string, string, CellKind?)[] types =
        [
            .. dataset.Inputs[0].Index.Columns.Skip(4).Select(column => (column.Name, column.Storage, column.CommonKind)),
        ];
        Assert.Equal(
            [
                ("whole", "Int64", CellKind.Number),
                ("real", "float64", CellKind.Number),
                ("flag", "boolean", CellKind.Bool),
                ("id", "object", CellKind.Text),
                ("mixed", "object", CellKind.Text),
                ("patient_id", "object", CellKind.Text),
                ("empty", "object", CellKind.Text),
            ],
            types
        );
        Assert.Equal([1L, -2L, null, null], Cells(dataset, "whole").Take(4).Select(cell => cell.Value));
        Assert.Equal([0.5, 1000.0, 3.0], Cells(dataset, "real").Take(3).Select(cell => cell.Value));
        Assert.Equal([true, false, null], Cells(dataset, "flag").Take(3).Select(cell => cell.Value));
        Assert.Equal(["007", "8", null], Texts(dataset, DatasetColumns.PatientId).Take(3));
        Assert.Equal(["table.csv: no line for 9 rows: demo:3, demo:4, demo:5, demo:6, demo:7, ..."], Notes(dataset));
    }

    [Fact]
    public void Open_ByContent_JoinsRowsOfOtherNames()
    {
        using var dataset = Join($"row,key,x\nother:7,{Key1},b\nother:9,{Key0.ToUpperInvariant()},a\n");
        Assert.Equal(["a", "b", null], Texts(dataset, "x").Take(3));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("row")]
    public void Open_RowOfOtherContent_IsRefused(string? on)
    {
        var error = Assert.Throws<DatasetFormatException>(() => Join($"row,key,x\ndemo:0,{Key1},a\n", on));
        Assert.Contains($"line 2 is for row demo:0 with the content key {Key1}, and the row's is {Key0}", error.Detail);
        Assert.Equal((10L, RequestParameter.JoinColumn), (error.Offset, error.Hint!.Parameter));
    }

    [Fact]
    public void Open_ByContentAlone_IgnoresNames()
    {
        using var dataset = Join($"row,key,x\ndemo:0,{Key1},a\n", "key");
        Assert.Equal([null, "a", null], Texts(dataset, "x").Take(3));
    }

    [Fact]
    public void Open_RowsOfOneContent_TakeTheLineOfTheirName()
    {
        var copy = Write("copy.pkl.gz", File.ReadAllBytes(Sample));
        var table = Write("two.csv", Encoding.UTF8.GetBytes($"row,key,x\ndemo:0,{Key0},a\ncopy:0,{Key0},b\n"));
        using var dataset = Join(table, null, [Sample, copy]);
        Assert.Equal(["a", "b"], dataset.Rows.Where(row => row.Index == 0).Select(row => row.GetText("x")));
        var error = Assert.Throws<DatasetFormatException>(() => Join(table, null, [Write("third.pkl.gz", File.ReadAllBytes(Sample))]));
        Assert.Contains($"line 2 and line 3 are both for row third:0, by key {Key0}", error.Detail);
    }

    [Theory]
    [InlineData("row,x\ndemo:0,a\ndemo:0,a\n", null, "line 2 and line 3 are both for row demo:0, by row demo:0")]
    [InlineData("row,x\nother:0,a\n", null, "no line names a row of demo: line 2 (other:0); a row is named demo:0")]
    [InlineData("name,x\ndemo,a\n", null, "it has the columns name, x and none of key, row, file, sop_uid, series_uid, patient_id")]
    [InlineData("name,x\ndemo,a\n", "name", "no input has the column name")]
    [InlineData("name,x\ndemo,a\n", "row", "it has no column row; it has name, x")]
    [InlineData("row,mask\ndemo:0,a\n", null, "it has the column mask, and slices are not joined")]
    [InlineData("row,x,x\ndemo:0,a,b\n", null, "it has the column x twice")]
    [InlineData("row,x\n,a\n", null, "line 2 has values but no key that names a row")]
    public void Open_TableThatDoesNotFit_IsRefused(string csv, string? on, string message)
    {
        var error = Assert.Throws<DatasetFormatException>(() => Join(csv, on));
        Assert.Contains(message, error.Detail);
    }

    [Fact]
    public void Open_ByAColumnOfTheInput_ComparesIdsAsText()
    {
        // labels.npz has the columns that numpy wrote; n is int64.
        var table = Write("ages.csv", "n,age\n2.0,50\n3,60\n"u8.ToArray());
        var input = Write("set.npz", Npz(("n", "<i8", [1, 2, 3]), ("m", "<i8", [7, 8, 9])));
        using var dataset = Join(table, "n", [input]);
        Assert.Equal([null, 50L, 60L], Cells(dataset, "age").Select(cell => cell.Value));
        Assert.Equal([1L, 2L, 3L], Cells(dataset, "n").Select(cell => cell.Value));
    }

    [Fact]
    public void Open_ReplacedValues_AreCounted()
    {
        using var dataset = Join("row,label1\ndemo:0,LR2\ndemo:1,LR4X\ndemo:2,\n");
        Assert.Equal(["LR2", "LR4X", "LR2"], dataset.Rows.Take(3).Select(row => row.LabelText));
        Assert.Contains("table.csv: labels of 1 row replace those of the input", Notes(dataset));
    }

    [Fact]
    public void Open_PackedTable_AndTableOfAnotherFormat_AreRead()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write("row,x\ndemo:1,a\n"u8);
        }
        using var dataset = Join(Write("table.csv.gz", packed.ToArray()), null, [Sample]);
        Assert.Equal([null, "a"], Texts(dataset, "x").Take(2));

        var input = Write("set.npz", Npz(("n", "<i8", [1, 2, 3])));
        var table = Write("table.npz", Npz(("n", "<i4", [3, 1]), ("age", "<f8", [1.5, 2.5])));
        using var other = Join(table, "n", [input]);
        Assert.Equal([2.5, null, 1.5], Cells(other, "age").Select(cell => cell.Value));
        Assert.Equal("float64", other.Inputs[0].FindColumn("age")!.Storage);
    }

    /// <summary>An .npz as numpy's savez writes it, of 1-D arrays.</summary>
    private static byte[] Npz(params (string Name, string DType, double[] Values)[] members)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, dtype, values) in members)
            {
                using var member = archive.CreateEntry(name + ".npy", CompressionLevel.NoCompression).Open();
                var header = $"{{'descr': '{dtype}', 'fortran_order': False, 'shape': ({values.Length},), }}".PadRight(117) + "\n";
                member.Write([0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(header)]);
                foreach (var value in values)
                {
                    member.Write(
                        dtype switch
                        {
                            "<i4" => BitConverter.GetBytes((int)value),
                            "<i8" => BitConverter.GetBytes((long)value),
                            _ => BitConverter.GetBytes(value),
                        }
                    );
                }
            }
        }
        return stream.ToArray();
    }
}
