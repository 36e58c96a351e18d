using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Formats.NnUnet;
using LungSeg.Core.Splitting.Documents;

namespace LungSeg.Core.Conversion.Volumes;

/// <summary>
/// A folder for <c>nnUNet_raw</c> that holds <c>DatasetNNN_LungSeg</c>. Rows of the part <c>test</c> are its test cases, rows of
/// <c>train</c> and <c>val</c> are its training cases.
/// </summary>
internal sealed class NnUnetExport : NiftiExport
{
    /// <exception cref="InvalidRequestException">The split has a part that nnU-Net does not know.</exception>
    public NnUnetExport(ExportRun run)
        : base(run)
    {
        // Rows of a part such as TEST would become training cases.
        if (
            run.Parts.Select(part => part.Rows[0].Part).FirstOrDefault(part => part is not (null or "train" or "val" or "test")) is
            { } other
        )
        {
            throw new InvalidRequestException(
                RequestParameter.Split,
                $"nnU-Net knows the parts train, val and test, the split has '{other}'"
            );
        }
    }

    public static new ExportFormat Format { get; } =
        NiftiExport.Format with
        {
            Name = "nnunet",
            Summary = "nnU-Net v2 raw data set, DatasetNNN_LungSeg within OUT; splits_final.json where the split has folds or a part val",
            Start = run => new NnUnetExport(run),
            FillsDropped = true,
            Uses = NiftiExport.Format.Uses | ExportOptions.NnUnetId,
        };

    private string Folder => string.Create(CultureInfo.InvariantCulture, $"Dataset{Run.Options.NnUnetId:000}_LungSeg");

    public override void Finish()
    {
        var training = Run.Rows.Where(row => !IsTest(row)).ToArray();
        using (var stream = Run.Files.Create($"{Folder}/{NnUnetDescription.FileName}"))
        {
            WriteDescription(stream, training);
        }

        var folds = Folds(training);
        if (folds.Count > 0)
        {
            using var stream = Run.Files.Create($"{Folder}/{NnUnetSplits.FileName}");
            WriteSplits(stream, folds);
        }

        // nnU-Net does not store classes of cases; lungseg's own reader finds them here.
        RowTable.Save(Run, $"{Folder}/classes.csv", Run.Rows);
    }

    protected override void VerifyTables(ReadBack back)
    {
        RowTable.Verify(Run, back, $"{Folder}/classes.csv", Run.Rows);
        var training = Run.Rows.Where(row => !IsTest(row)).ToArray();
        using var description = new MemoryStream();
        WriteDescription(description, training);
        back.SameFile($"{Folder}/{NnUnetDescription.FileName}", description.ToArray());
        if (Folds(training) is { Count: > 0 } folds)
        {
            using var splits = new MemoryStream();
            WriteSplits(splits, folds);
            back.SameFile($"{Folder}/{NnUnetSplits.FileName}", splits.ToArray());
        }
    }

    protected override NiftiPair GetPair(ExportRow row)
    {
        var (part, ending) = (IsTest(row) ? "Ts" : "Tr", NiftiPair.GetEnding(Run.Options));
        return new NiftiPair($"{Folder}/images{part}/{row.FileStem}_0000{ending}", $"{Folder}/labels{part}/{row.FileStem}{ending}");
    }

    protected override void WriteRow(ExportSlice slice, RowFiles files) => GetPair(slice.Row).Write(Run, slice, files, isDeep: true);

    private void WriteDescription(Stream stream, ExportRow[] training) =>
        NnUnetDescription.Write(
            stream,
            "LungSeg",
            "Lung CT slices with cancer masks",
            new NnUnetCases(training.Length, NiftiPair.GetEnding(Run.Options))
        );

    private static void WriteSplits(Stream stream, List<NnUnetFold> folds)
    {
        using var json = JsonText.CreateWriter(stream);
        NnUnetSplits.Write(json, folds);
    }

    /// <summary>
    /// The folds of the split. Without folds, a part <c>val</c> gives one fold; without that, nnU-Net makes its own folds.
    /// </summary>
    private static List<NnUnetFold> Folds(ExportRow[] training)
    {
        var folds = training
            .Select(row => row.Fold)
            .OfType<int>()
            .Distinct()
            .Order()
            .Select(fold => Fold(training, row => row.Fold == fold))
            .ToList();
        if (folds.Count == 0 && Array.Exists(training, IsVal))
        {
            folds.Add(Fold(training, IsVal));
        }

        return folds;
    }

    private static NnUnetFold Fold(ExportRow[] training, Func<ExportRow, bool> isVal) =>
        new([.. training.Where(row => !isVal(row)).Select(row => row.FileStem)], [.. training.Where(isVal).Select(row => row.FileStem)]);

    private static bool IsTest(ExportRow row) => row.Part == "test";

    private static bool IsVal(ExportRow row) => row.Part == "val";
}
