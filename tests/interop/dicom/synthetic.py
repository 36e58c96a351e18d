"""Small DICOM files made with pydicom: CT images in every encoding that is read, segmentations, and LIDC outlines. No patient is in them."""
import io
import subprocess
import tempfile

import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate, generate_pixel_data_frame
from pydicom.sequence import Sequence
from pydicom.uid import (DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian, RLELossless)

CT = "1.2.840.10008.5.1.4.1.1.2"
ENHANCED_CT = "1.2.840.10008.5.1.4.1.1.2.1"
SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
BASIC_TEXT_SR = "1.2.840.10008.5.1.4.1.1.88.11"
SEG = "1.2.840.10008.5.1.4.1.1.66.4"
STRUCTURE_SET = "1.2.840.10008.5.1.4.1.1.481.3"
LABEL_MAP = "1.2.840.10008.5.1.4.1.1.66.7"
SERIES = "2.25.100"
EARLIER_SERIES = "2.25.1"
FRAME_OF_REFERENCE = "2.25.101"


def dataset(sop_class, sop_uid, syntax=ExplicitVRLittleEndian):
    d = Dataset()
    d.file_meta = FileMetaDataset()
    d.file_meta.MediaStorageSOPClassUID, d.file_meta.MediaStorageSOPInstanceUID, d.file_meta.TransferSyntaxUID = sop_class, sop_uid, syntax
    d.file_meta.ImplementationClassUID = "2.25.1"
    d.is_little_endian, d.is_implicit_VR = syntax != ExplicitVRBigEndian, syntax == ImplicitVRLittleEndian
    d.SOPClassUID, d.SOPInstanceUID, d.PatientID = sop_class, sop_uid, "phantom"
    d.SeriesInstanceUID, d.StudyInstanceUID, d.FrameOfReferenceUID = SERIES, "2.25.99", FRAME_OF_REFERENCE
    return d


def stored(shape, bits, signed, seed=5):
    low, high = (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) if signed else (0, (1 << bits) - 1)
    values = np.random.default_rng(seed).integers(low, high + 1, shape)
    values.flat[0], values.flat[-1] = low, high
    values[..., 1, :] = low
    return values


def put_pixels(d, values, allocated, bits, signed):
    d.Rows, d.Columns = values.shape[-2:]
    d.SamplesPerPixel, d.PhotometricInterpretation = 1, "MONOCHROME2"
    d.BitsAllocated, d.BitsStored, d.HighBit, d.PixelRepresentation = allocated, bits, bits - 1, int(signed)
    if values.ndim == 3:
        d.NumberOfFrames = len(values)
    order = "<" if d.is_little_endian else ">"
    data = values.astype(f"{order}{'i' if signed else 'u'}{allocated // 8}").tobytes()
    d.PixelData = data + b"\0" * (len(data) % 2)
    d["PixelData"].VR = "OB" if allocated == 8 and not d.is_implicit_VR else "OW"


def ct(number=1, z=0.0, syntax=ExplicitVRLittleEndian, allocated=16, bits=12, signed=False, shape=(6, 7), rescale=(1, -1024), seed=None, sop_class=CT):
    d = dataset(sop_class, f"2.25.200{number}", ExplicitVRLittleEndian if syntax == RLELossless else syntax)
    d.Modality, d.InstanceNumber, d.ImageType = "CT", number, ["ORIGINAL", "PRIMARY", "AXIAL"]
    d.ImagePositionPatient, d.ImageOrientationPatient = [-10.5, -20.25, z], [1, 0, 0, 0, 1, 0]
    d.PixelSpacing, d.SliceThickness = [0.75, 0.5], 2.5
    if rescale is not None:
        d.RescaleSlope, d.RescaleIntercept = rescale
    put_pixels(d, stored(shape, bits, signed, seed or number), allocated, bits, signed)
    if syntax == RLELossless:
        d.compress(RLELossless, encoding_plugin="pydicom")
    return d


def code(value, meaning):
    d = Dataset()
    d.CodeValue, d.CodingSchemeDesignator, d.CodeMeaning = value, "99TEST", meaning
    return d


def item(**attributes):
    d = Dataset()
    for name, value in attributes.items():
        setattr(d, name, value)
    return d


def nested(d):
    """Sequences and private elements before and between the attributes that are read, as scanners write them."""
    inner = item(ReferencedSOPClassUID=CT, ReferencedSOPInstanceUID="2.25.5", PurposeOfReferenceCodeSequence=Sequence([code("1", "one")]))
    d.ReferencedImageSequence = Sequence([inner, inner])
    d.add_new(0x00090010, "LO", "PHANTOM 1.0")
    d.add_new(0x00091001, "OB", b"\x01\x02\x03\x04")
    d.add_new(0x00091002, "UN", b"anything")
    d.add_new(0x00091003, "SQ", [item(Rows=3, PatientComments="in a private sequence")])
    d.add_new(0x00280010 + 0x10000, "LO", "PHANTOM 2.0")
    return d


def undefined_lengths(d):
    for element in d.iterall():
        if element.VR == "SQ":
            element.is_undefined_length = True
            for entry in element.value:
                entry.is_undefined_length_sequence_item = True
    return d


def multiframe(syntax=ExplicitVRLittleEndian):
    d = ct(1, 0, syntax, shape=(3, 5, 4), rescale=None, sop_class=ENHANCED_CT)
    del d.ImagePositionPatient, d.ImageOrientationPatient, d.PixelSpacing, d.SliceThickness
    d.SharedFunctionalGroupsSequence = Sequence([item(
        PixelMeasuresSequence=Sequence([item(PixelSpacing=[0.75, 0.5], SliceThickness=2.5)]),
        PlaneOrientationSequence=Sequence([item(ImageOrientationPatient=[1, 0, 0, 0, 1, 0])]))])
    d.PerFrameFunctionalGroupsSequence = Sequence([item(
        PlanePositionSequence=Sequence([item(ImagePositionPatient=[0, 0, z])]),
        PixelValueTransformationSequence=Sequence([item(RescaleSlope=slope, RescaleIntercept=-1000, RescaleType="HU")])) for z, slope in ((2.5, 1), (5, 2), (0, 0.5))])
    return d


def as_bytes(d, bare=False):
    buffer = io.BytesIO()
    if bare:
        with pydicom.filebase.DicomFileLike(buffer) as f:
            f.is_little_endian, f.is_implicit_VR = d.is_little_endian, d.is_implicit_VR
            pydicom.filewriter.write_dataset(f, Dataset({e.tag: e for e in d}))
            return buffer.getvalue()
    d.save_as(buffer, write_like_original=False)
    return buffer.getvalue()


def variants():
    """(name, bytes) of files of one slice that hold HU, the later the higher."""
    syntaxes = {"explicit": ExplicitVRLittleEndian, "implicit": ImplicitVRLittleEndian, "big": ExplicitVRBigEndian, "deflated": DeflatedExplicitVRLittleEndian, "rle": RLELossless}
    number = 0

    def image(*args, **options):
        nonlocal number
        number += 1
        return ct(number, number * 2.5 - 30, *args, **options)

    for name, syntax in syntaxes.items():
        for allocated, bits, signed in ((16, 16, True), (16, 16, False), (16, 12, False), (16, 12, True), (8, 8, False)):
            yield f"{name}_{'i' if signed else 'u'}{bits}", as_bytes(image(syntax, allocated, bits, signed))
        yield f"{name}_nested", as_bytes(nested(image(syntax)))
        if syntax != RLELossless:
            yield f"{name}_undefined_lengths", as_bytes(undefined_lengths(nested(image(syntax))))
    for name in ("explicit", "implicit", "big"):
        yield f"{name}_bare", as_bytes(image(syntaxes[name]), bare=True)
    yield "explicit_i32", as_bytes(image(allocated=32, bits=32, signed=True, rescale=(0.5, 3.25)))
    yield "explicit_odd_u8", as_bytes(image(allocated=8, bits=8, shape=(5, 7)))
    yield "big_odd_u8", as_bytes(image(ExplicitVRBigEndian, allocated=8, bits=8, shape=(5, 7)))
    yield "explicit_slope", as_bytes(image(rescale=("0.1", "-1024.3")))
    yield "explicit_no_rescale", as_bytes(image(rescale=None))


def lossless_jpeg(d, *options):
    """A data set as dcmtk's dcmcjpeg packs it: +el and +sv N is process 14, +e1 its first predictor; +fs KB cuts frames into fragments."""
    with tempfile.TemporaryDirectory() as folder:
        plain, packed = f"{folder}/plain.dcm", f"{folder}/packed.dcm"
        d.save_as(plain, write_like_original=False)
        subprocess.run(["dcmcjpeg", *options, "+un", plain, packed], check=True)
        return open(packed, "rb").read()


def refragmented(data, pieces, with_table):
    """A packed file as pydicom writes it: each frame in some fragments, with offset table or without."""
    d = pydicom.dcmread(io.BytesIO(data))
    d.PixelData = encapsulate(list(generate_pixel_data_frame(d.PixelData, int(d.get("NumberOfFrames", 1)))), pieces, with_table)
    d["PixelData"].is_undefined_length = True
    return as_bytes(d)


def lossless_variants():
    """(name, bytes) of files in lossless JPEG with every predictor, of one slice and of several."""
    number = 60
    for allocated, bits, signed in ((16, 16, True), (16, 16, False), (16, 12, True), (16, 10, False), (8, 8, False)):
        for predictor in range(1, 8):
            number += 1
            d = ct(number, number * 2.5, allocated=allocated, bits=bits, signed=signed, shape=(9, 11))
            yield f"jpeg{predictor}_{'i' if signed else 'u'}{bits}", lossless_jpeg(d, "+el", "+sv", str(predictor))
    yield "jpeg_first_predictor", lossless_jpeg(ct(number + 1, number * 2.5 + 2.5), "+e1")


def lossless_multiframe_variants():
    """(name, bytes) of Enhanced CT in lossless JPEG: one fragment a frame, and several with and without offset table."""
    whole = lossless_jpeg(multiframe(), "+e1")
    yield "jpeg_frames", whole
    yield "jpeg_fragments_table", refragmented(whole, 2, True)
    yield "jpeg_fragments_bare", refragmented(whole, 3, False)


def multiframe_variants():
    """(name, bytes) of files of several slices."""
    for name, syntax in (("explicit", ExplicitVRLittleEndian), ("implicit", ImplicitVRLittleEndian), ("big", ExplicitVRBigEndian), ("deflated", DeflatedExplicitVRLittleEndian), ("rle", RLELossless)):
        yield f"{name}_frames", as_bytes(multiframe(syntax))


def bits_of(masks):
    """Masks [n, row, col] as bit-packed pixels, the lowest bit first, without gaps between frames."""
    data = np.packbits(np.asarray(masks, np.uint8).ravel(), bitorder="little").tobytes()
    return data + b"\0" * (len(data) % 2)


def segmentation(masks, sources=None, positions=None, segments=None, syntax=ExplicitVRLittleEndian, images=()):
    """A binary segmentation [n, row, col]; frames name their source, or only lie where they lie. images: sources of the whole object."""
    masks = np.asarray(masks)
    d = dataset(SEG, "2.25.300", syntax)
    d.Modality, d.SegmentationType, d.NumberOfFrames = "SEG", "BINARY", len(masks)
    d.Rows, d.Columns, d.SamplesPerPixel, d.PhotometricInterpretation = *masks.shape[1:], 1, "MONOCHROME2"
    d.BitsAllocated = d.BitsStored = 1
    d.HighBit = d.PixelRepresentation = 0
    segments = segments or [1] * len(masks)
    d.SegmentSequence = Sequence([item(SegmentNumber=n, SegmentLabel=f"segment {n}") for n in sorted(set(segments))])
    groups = []
    for i in range(len(masks)):
        group = item(SegmentIdentificationSequence=Sequence([item(ReferencedSegmentNumber=segments[i])]))
        if sources:
            source = item(ReferencedSOPClassUID=CT, ReferencedSOPInstanceUID=sources[i], PurposeOfReferenceCodeSequence=Sequence([code("121322", "Source image")]))
            group.DerivationImageSequence = Sequence([item(SourceImageSequence=Sequence([source]))])
        if positions:
            group.PlanePositionSequence = Sequence([item(ImagePositionPatient=positions[i])])
        groups.append(group)
    d.PerFrameFunctionalGroupsSequence = Sequence(groups)
    if images:
        instances = [item(ReferencedSOPClassUID=CT, ReferencedSOPInstanceUID=sop) for sop in images]
        d.ReferencedSeriesSequence = Sequence([item(SeriesInstanceUID=SERIES, ReferencedInstanceSequence=Sequence(instances))])
    d.PixelData = bits_of(masks)
    d["PixelData"].VR = "OB" if not d.is_implicit_VR else "OW"
    return d


def lidc(series, readers):
    """LIDC XML. readers: a list of readers, each a list of nodules, each a list of (sop uid, inclusion, [(x, y), ...])."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<LidcReadMessage uid="1" xmlns="http://www.nih.gov">', f"<ResponseHeader><SeriesInstanceUid>{series}</SeriesInstanceUid></ResponseHeader>"]
    for reader in readers:
        lines.append("<readingSession><annotationVersion>3.12</annotationVersion>")
        for nodule in reader:
            lines.append("<unblindedReadNodule><noduleID>n</noduleID>")
            for sop, inclusion, points in nodule:
                lines.append(f"<roi><imageZposition>0.0 </imageZposition><imageSOP_UID>{sop}</imageSOP_UID><inclusion>{'TRUE' if inclusion else 'FALSE'}</inclusion>")
                lines += [f"<edgeMap><xCoord>{x}</xCoord><yCoord>{y}</yCoord></edgeMap>" for x, y in points]
                lines.append("</roi>")
            lines.append("</unblindedReadNodule>")
        lines.append("<nonNodule><nonNoduleID>m</nonNoduleID><imageSOP_UID>2.25.2001</imageSOP_UID><locus><xCoord>1</xCoord><yCoord>1</yCoord></locus></nonNodule></readingSession>")
    return "\n".join([*lines, "</LidcReadMessage>"]).encode()


def structure_set(rois, series=SERIES):
    """An RT Structure Set on slices of ct(). rois: (name, [(geometric type, z, [(row, column), ...]), ...])."""
    d = dataset(STRUCTURE_SET, "2.25.500")
    d.Modality, d.SeriesInstanceUID, d.StructureSetLabel = "RTSTRUCT", "2.25.501", "drawn"
    d.ReferencedFrameOfReferenceSequence = Sequence([item(FrameOfReferenceUID=FRAME_OF_REFERENCE, RTReferencedStudySequence=Sequence([item(
        ReferencedSOPInstanceUID="2.25.99", RTReferencedSeriesSequence=Sequence([item(SeriesInstanceUID=series)]))]))])
    d.StructureSetROISequence = Sequence([
        item(ROINumber=number, ReferencedFrameOfReferenceUID=FRAME_OF_REFERENCE, ROIName=name) for number, (name, _) in enumerate(rois, 1)])
    d.ROIContourSequence = Sequence([item(ReferencedROINumber=number, ContourSequence=Sequence([
        item(ContourGeometricType=kind, NumberOfContourPoints=len(points), ContourData=[v for row, column in points for v in (-10.5 + column * .5, -20.25 + row * .75, z)])
        for kind, z, points in contours])) for number, (_, contours) in enumerate(rois, 1)])
    return d


def label_map(pixels, positions, labels, syntax=RLELossless):
    """A label map [n, row, col] on slices of ct(). labels: names of segments by number."""
    d = dataset(LABEL_MAP, "2.25.600")
    d.Modality, d.SegmentationType = "SEG", "LABELMAP"
    put_pixels(d, np.asarray(pixels), 8, 8, False)
    d.add_new("PixelPaddingValue", "US", 9)
    d.SegmentSequence = Sequence([item(SegmentNumber=n, SegmentLabel=label) for n, label in labels.items()])
    d.PerFrameFunctionalGroupsSequence = Sequence([item(PlanePositionSequence=Sequence([item(ImagePositionPatient=[-10.5, -20.25, z])])) for z in positions])
    if syntax == RLELossless:
        d.compress(RLELossless, encoding_plugin="pydicom")
    return d
