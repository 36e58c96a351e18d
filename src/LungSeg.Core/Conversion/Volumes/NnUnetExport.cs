using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Formats.NnUnet;
using LungSeg.Core.Splitting.Documents;

namespace LungSeg.Core.Conversion.Volumes;

/// <summary>
/// A folder for <c>nnUNet_raw</c>: in it <c>DatasetNNN_LungSeg</c>. Rows of the part <c>test</c> are its test cases, those of <c>train</c>
/// and <c>val</c> its training cases.
/// </summary>
internal sealed class NnUnetExport : IVerifiedExport
{
    public string Name => "nnunet";

    public string Summary =>
        "nnU-Net v2 raw data set, DatasetNNN_LungSeg within OUT; splits_final.json where the split has folds or a part val";

    public ExportTraits Traits { get; } =
        new()
        {
            DTypes = NiftiExport.DTypes,
            FillsDropped = true,
            Uses = ExportOptions.OfSlices | ExportOptions.NiftiGzip | ExportOptions.NnUnetId,
        };

    public void Write(ExportRun run)
    {
        // Under a name such as TEST they would be trained on.
        if (run.Parts.FirstOrDefault(part => part is not (null or "train" or "val" or "test")) is { } other)
            throw new InvalidRequestException(
                RequestParameter.Split,
                $"nnU-Net knows the parts train, val and test, the split has '{other}'"
            );
        run.ForEach(slice => FilesOf(run, slice.Row).Write(run, slice, isDeep: true));
        var training = run.Rows.Where(row => !IsTest(row)).ToArray();
        using (var stream = File.Create(run.PathOf($"{FolderOf(run)}/{NnUnetDescription.FileName}")))
            NnUnetDescription.Write(
                stream,
                "LungSeg",
                "Lung CT slices with cancer masks",
                new NnUnetCases(training.Length, NiftiPair.EndingOf(run.Options))
            );
        var folds = Folds(training);
        if (folds.Count > 0)
        {
            using var stream = File.Create(run.PathOf($"{FolderOf(run)}/{NnUnetSplits.FileName}"));
            using var json = JsonText.WriterOf(stream);
            NnUnetSplits.Write(json, folds);
        }

        // nnU-Net has no place for classes of cases; our own reader finds them here.
        RowTable.Save(run, run.PathOf($"{FolderOf(run)}/classes.csv"), run.Rows);
    }

    public void Verify(ExportRun run) => run.ForEach(slice => FilesOf(run, slice.Row).Verify(run, slice));

    /// <summary>The folds of the split; where it has none but a part <c>val</c>, that one; else none, and nnU-Net makes its own.</summary>
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
            folds.Add(Fold(training, IsVal));
        return folds;
    }

    private static NnUnetFold Fold(ExportRow[] training, Func<ExportRow, bool> isVal) =>
        new([.. training.Where(row => !isVal(row)).Select(row => row.FileStem)], [.. training.Where(isVal).Select(row => row.FileStem)]);

    private static bool IsTest(ExportRow row) => row.Part == "test";

    private static bool IsVal(ExportRow row) => row.Part == "val";

    private static string FolderOf(ExportRun run) =>
        string.Create(CultureInfo.InvariantCulture, $"Dataset{run.Options.NnUnetId:000}_LungSeg");

    private static NiftiPair FilesOf(ExportRun run, ExportRow row)
    {
        var (folder, part, ending) = (FolderOf(run), IsTest(row) ? "Ts" : "Tr", NiftiPair.EndingOf(run.Options));
        return new NiftiPair($"{folder}/images{part}/{row.FileStem}_0000{ending}", $"{folder}/labels{part}/{row.FileStem}{ending}");
    }
}
